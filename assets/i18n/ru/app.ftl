# The frame: top bar, rail, palette, sheet of keys.
rail-name = Разделы
notes-name = Сообщения
page-broken = Эта страница не открылась
page-broken-hint = Записанное цело, другие разделы работают. Если не откроется и во второй раз, сообщите в поддержку.
page-broken-again = Открыть ещё раз
section-reception = Приём
section-appeals = Обращения
section-work = Мои дела
section-feedback = Отзывы
section-link = Связь
find-prompt = Клиент, счёт, документ, команда
link-open = Открыть «Связь»

keys-title = Клавиши
keys-group-window = Программа
keys-group-go = Разделы
keys-group-reception = Приём
keys-group-appeals = Обращения
keys-group-form = Форма

command-palette = Поиск и команды
command-keys = Клавиши
command-lock = Заблокировать
command-sign-out = Выйти
command-next-region = Следующая область
command-previous-region = Предыдущая область
command-back = Назад
command-news = Сделать то, что предлагает сообщение
command-go-reception = Приём
command-go-appeals = Обращения
command-go-work = Мои дела
command-go-feedback = Отзывы
command-go-link = Связь
command-new-appeal = Принять обращение
command-new-claim = Принять претензию
command-new-contract = Заявление о договоре
command-consult = Дать консультацию
command-agree = Звонок или встреча
command-incident = Записать происшествие
command-book-write = Запись в книге жалоб
command-consent = Согласие клиента
command-ask-centre = Спросить центр о счёте
command-script = Подсказка для разговора
command-add-document = Добавить документ
command-appeal-new = Новое обращение
command-filter = Найти в списке
command-print = Печать
command-assign = Назначить исполнителя
command-answer = Записать ответ
command-go-papers = Журнал печати
command-acts = Действия с обращением
command-filter-fields = Условия списка
command-views = Мои виды списка
command-close-appeal = Закрыть обращение
command-reopen = Открыть снова
command-resume = Сведения получены
command-approve = Утвердить
command-decline = Не согласиться
command-extend = Продлить срок
command-suspend = Ждать сведений
command-propose = Без рассмотрения
command-set-urgency = Изменить срочность
command-change-norm = Отвечать по другой норме
command-redate = Исправить дату поступления
command-submit = Записать

gate-place = { $office }, окно { $window }
desk-site = { $office }, { $site }
gate-window = окно { $window }

net-unknown = Проверяем связь
net-online = На связи
net-connecting = Соединяемся с центром
net-revoked = Место отозвано центром
net-offline = Автономно
net-portal = Сеть просит войти
net-offline-for = Автономно { $time }
net-offline-unsent = { $offline }, не передано { $count }
net-branch = Связь с отделением, без центра
net-branch-for = Связь с отделением, без центра { $time }
net-last = Последний обмен с центром: { $time }
net-never = С центром ещё не обменивались
mark-appeals = Просрочено: { $overdue }, сегодня срок: { $today }
mark-work = Мои дела. Просрочено: { $overdue }, срок сегодня: { $today }
mark-work-head = Дела отделения. Просрочено: { $overdue }, срок сегодня: { $today }, Вам ещё не показано: { $soon }
mark-appeals-head = Просрочено: { $overdue }, сегодня срок: { $today }, ждут решения: { $proposed }
mark-link = Расхождений: { $count }
clock-off = { $direction ->
    [fast] Часы этого компьютера спешат на { $time }. Сроки считаем по времени центра
   *[slow] Часы этого компьютера отстают на { $time }. Сроки считаем по времени центра
}

palette-label = Поиск и команды
palette-placeholder = Клиент, счёт, адрес, телефон, номер обращения
palette-results = Найдено
palette-clients = Клиенты и счета, { $count }
palette-papers = Документы, { $count }
palette-commands = Команды, { $count }
palette-read-as = Набрано латиницей, ищем
palette-literal = Искать «{ $text }» буквально
palette-nothing = Ничего не найдено
palette-foreign = В нашем справочнике такого счёта нет
palette-ask-centre = Спросить центр
palette-ask-centre-hint = Счёт может быть другого отделения
palette-without-card = Зарегистрировать без карточки
palette-without-card-hint = Центр сверит счёт позже
palette-nothing-hint = Проверьте номер или начните с фамилии и улицы: «при пер 12».
palette-choose = выбрать
palette-open = открыть
palette-hint = Счёт, фамилия, адрес, телефон
palette-summary = { $count ->
    [0] нет совпадений
   *[other] показано { $shown }
}, данные на { $time }
quoted = «{ $text }»

reason-surname = Фамилия
reason-name = Имя или название
reason-surname_yo = Фамилия: ё = е
reason-address = Адрес
reason-name_and_address = Фамилия и адрес
reason-account = Лицевой счёт
reason-phone = Телефон
reason-contract = Договор
reason-meter = Номер счётчика
reason-registration_number = Номер обращения
reason-applicant = Заявитель
