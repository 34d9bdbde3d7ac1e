# Мои дела.

work-title-office = Дела отделения
work-lead = { $count ->
    [one] { $shown } дело, ближайший срок сверху
    [few] { $shown } дела, ближайший срок сверху
   *[many] { $shown } дел, ближайший срок сверху
  }
work-give = Передать
work-show-mine = Мои дела
work-show-office = Всё отделение
work-views = Какие дела
work-view-all = Все
work-view-overdue = Просрочено
work-view-today = Срок сегодня
work-view-next = Срок { $date }
work-view-waiting = Ждём клиента
work-view-back = Вернулось
work-due = Срок
work-due-at = { $date }, { $time }
work-left = Осталось
work-undated = без срока
work-what = Что сделать
work-who = Клиент
work-about = О чём
work-number = Номер
work-owner = У кого
work-owner-none = ни у кого
work-place = Где запись
work-shown = Показано { $shown } из { $total }
work-notice = { $count ->
    [one] До конца { $date } истекает срок { $count } дела, о котором Вы ещё не знаете
    [few] До конца { $date } истекает срок { $count } дел, о которых Вы ещё не знаете
   *[many] До конца { $date } истекает срок { $count } дел, о которых Вы ещё не знаете
  }
work-notice-show = Показать
work-none-all = Дел нет
work-none-hint-all = Здесь встанет всё, что назначено Вам: обращения, внутренние запросы, мероприятия, договорённости с клиентами.
work-none-overdue = Просроченных дел нет
work-none-hint-overdue = Сюда попадает то, чей срок прошёл.
work-none-today = На сегодня сроков нет
work-none-hint-today = Сюда попадает то, чей срок истекает сегодня.
work-none-next = На следующий рабочий день сроков нет
work-none-hint-next = Сюда попадает то, чей срок истекает до конца следующего рабочего дня.
work-none-waiting = Клиентов не ждём
work-none-hint-waiting = Сюда попадают обращения, по которым клиент должен сведения, подпись или ответ, и назначенные встречи.
work-none-back = Ничего не вернулось
work-none-hint-back = Сюда попадают возвращённые проекты ответов, отклонённые решения и письма, которые вернула почта.
work-kind-assign = Назначить исполнителя
work-kind-answer = Подготовить ответ
work-kind-disagreement = Ответить на протокол разногласий
work-kind-close = Закрыть обращение
work-kind-contract_away = Договор на подписи у клиента
work-kind-settlement_away = Предложение на рассмотрении у заявителя
work-kind-review = Рассмотреть проект ответа
work-kind-proposal = Решить: без рассмотрения
work-kind-hand_over = Принять переданное
work-kind-question = Ответить на запрос
work-kind-inquiry = Ждём ответа организации
work-kind-action = Выполнить мероприятие
work-kind-letter = Отправить письмо заново
work-kind-step = Договорённость
work-mark-project_returned = проект возвращён
work-mark-settlement_rejected = решение отклонено
work-mark-letter_returned = письмо вернулось
work-mark-project_awaited = проект у начальника
work-mark-project_signed = проект подписан
