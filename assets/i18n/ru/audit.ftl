# Who saw whose card (the head), and masked values in full.
command-go-audit = Журнал доступа
audit-title = Журнал доступа
audit-lead = Кто открывал карточки, видел скрытое, печатал и сохранял документы на этом рабочем месте
audit-lead-office = Кто открывал карточки, видел скрытое, печатал и сохранял документы на всех местах отделения
audit-filters = Отбор записей
audit-whose = Чей журнал
audit-whose-desk = Это рабочее место
audit-whose-office = Всё отделение (по связи)
audit-desk = Место
audit-user = Кто
audit-action = Что делал
audit-from = С
audit-to = По
audit-anyone = Все
audit-anything = Любое действие
audit-client = Клиент: { $name }
audit-reset = Сбросить отбор
audit-list = Записи журнала
audit-when = Когда
audit-who = Кто
audit-what = Что
audit-about = О ком
audit-number = Обращение
audit-reason = Причина
audit-place = Где запись
audit-shown = { $count ->
    [one] { $count } запись
    [few] { $count } записи
   *[many] { $count } записей
}
audit-shown-more = Показано { $count }, ниже есть ещё
audit-unsent = { $count ->
    [0] Бэк-офис получил всё
    [one] { $count } запись ещё не передана бэк-офису
    [few] { $count } записи ещё не переданы бэк-офису
   *[many] { $count } записей ещё не переданы бэк-офису
}
audit-elsewhere = Записи других мест хранит бэк-офис: откройте «Всё отделение»
audit-office-note = То, что получил бэк-офис. На этом месте не сохраняется
audit-again = Спросить ещё раз
audit-own = Показать это рабочее место
audit-away-hint = Журнал всего отделения хранит только бэк-офис, без связи его не показать. Записи этого места видны всегда.
audit-none = Записей пока нет
audit-none-hint = Здесь появится каждая открытая карточка, показанный телефон, напечатанный и сохранённый документ. Правки и удаления нет ни у кого.
audit-nothing = По этому отбору ничего нет
audit-nothing-hint = Измените даты, сотрудника или действие.
audit-only-client = Записи только об этом клиенте: { $name }

unmask-phone = Показать телефон полностью
unmask-email = Показать электронную почту полностью
unmask-answer = Показать, куда направить ответ, полностью
unmask-reason = Зачем
unmask-note = Показ попадёт в журнал доступа вместе с причиной
unmask-show = Показать
unmask-hide = Скрыть
unmask-reason-missing = Выберите причину
unmask-shown = Показано на { $seconds ->
    [one] { $seconds } секунду
    [few] { $seconds } секунды
   *[many] { $seconds } секунд
}
