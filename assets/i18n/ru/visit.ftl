# What is done in a visit beside appeals: consultations, agreed steps, incidents, consents, accounts of other offices.
foreign-note = Центр ответит, если на связи. Запрос с причиной останется в журнале доступа
foreign-reason = Зачем
foreign-reason-usual = Клиент обратился в наше отделение
foreign-ask = Спросить
foreign-take = Принять обращение
foreign-take-blind = Принять по номеру счёта
foreign-away = Связи нет: зарегистрируйте, центр сверит
foreign-name = Клиент
foreign-office = Отделение
foreign-balance = Долг

notification-title = Как уведомлять клиента
notification-way = Как уведомлять
notification-ask = Как уведомлять клиента? Спросите один раз
notification-none = Не спрашивали
notification-done = Способ уведомления записан

consult-title = Консультация
consult-topic = Тема
consult-channel = Как обратились
consult-article = Статья справочника
consult-no-article = Без статьи
consult-note = О чём спросили и что ответили
consult-done = Консультация записана
consult-print = Печатать памятку

agree-title = Звонок или встреча
agree-submit = Договорились
agree-name = С кем договариваемся
agree-step = Что дальше
agree-we-call = Мы позвоним
agree-client-calls = Клиент позвонит
agree-client-comes = Клиент придёт
agree-on = Когда
agree-at = Время
agree-at-hint = Пусто: в любое время
agree-phone = Телефон
agree-question = О чём
agree-user_id = Кто ответит
agree-done = Договорённость { $number } записана
agree-print = Печатать талон

step-title = { $step }: { $number }
step-open = Что вышло
step-who = Клиент
step-when = Когда
step-card = Карточка клиента
step-course = Что с этим делаем
step-done = Сделано
step-move = Перенести
step-cancel = Больше не нужно
step-done-act = Записать
step-move-act = Перенести
step-cancel-act = Снять
step-done-said = Записано: сделано
step-move-said = Перенесено
step-cancel-said = Договорённость снята
step-result = Чем закончилось
step-reason = Почему
steps-title = Договорились
steps-office = Всё отделение
steps-mine = Только мои
steps-none = Сегодня никого не ждём. Договориться о звонке или встрече: Ctrl 4
steps-none-office = В отделении никого не ждут
steps-by = { $question }, { $user }
steps-all = Показать все { $count }

incident-title = Происшествие
incident-kind = Что произошло
incident-measure = Что сделали
incident-text = Как это было
incident-done = Происшествие записано

consent-give-title = Согласие клиента
consent-give = Дать согласие
consent-purposes = На что согласен клиент
consent-purposes-missing = Отметьте хотя бы одно
consent-note = Дальше покажем бланк: клиент подписывает его
consent-withdraw-title = Отзыв согласия
consent-withdraw = Отозвать
consent-withdraw-note = Согласие дано { $date }. После отзыва сообщений и опросов не будет; бланк отзыва покажем до печати
consent-none = Не давал
consent-given-on = Дано { $date }
consent-withdrawn-on = Отозвано { $date }
consent-print = Бланк

script-title = Подсказка для разговора
