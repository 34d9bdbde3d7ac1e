# Электронная очередь: the ticket at the window, the line, the window itself.
section-queue = Очередь
keys-group-queue = Очередь
command-go-queue = Очередь
command-call-next = Вызвать следующего
command-call-again = Вызвать ещё раз
command-start-serving = Начать приём
command-finish-serving = Завершить приём
command-hold-ticket = Отложить талон
command-transfer-ticket = Передать клиента
command-add-service = Добавить услугу
command-not-come = Клиент не подошёл
command-issue-ticket = Выдать талон
command-open-window = Открыть окно

# A time against its norm.
clock-wait = Ожидание
clock-reception = Приём
clock-norm = норма { $time }
clock-fine = в норме
clock-left = осталось { $time }
clock-over = дольше на { $time }
wait-of-norm = { $minutes } из { $norm } мин
wait-just-now = только что

# The ticket at the window.
ticket-current = Текущий талон
ticket-called = Зовём
ticket-serving = Идёт приём
visit-whole = Весь визит
visit-of-norm = { $minutes } из { $norm } мин
calls-made = Вызов { $calls } из { $needed }
act-hold = Отложить…
act-transfer = Передать…
act-add-service = Добавить услугу…
act-not-come = Не подошёл
finish-otherwise = Завершить иначе
finish-wrap-up = Завершить и дописать
against-closed = Сначала откройте окно
against-others = Окно открыл другой сотрудник
against-serving = Сначала завершите приём { $number }
against-called = Сначала примите { $number }
against-paused = Окно не вызывает: { $pause }
against-nobody = К вам никто не ждёт
against-nobody-alone = Узел отделения не отвечает. Здесь никто не ждёт
queue-called-alone = { $number } вызван без узла: другое окно этого пока не видит
queue-alone = Узел не отвечает: вызываете без узла
against-not-called = Никто не вызван
against-not-serving = Приём не идёт
against-too-soon = Ещё раз через { $time }
against-few-calls = Вызовов { $calls } из { $needed }: позовите ещё
said-again = { $number } вызван ещё раз
said-finished = Приём { $number } завершён
said-finished-back = Приём завершён. { $number } ждёт возвращения в своё окно
said-not-come = { $number } не подошёл. Его можно вернуть в «Очереди»

# The window.
window-closed = Окно закрыто
window-closed-hint = Откройте окно, чтобы вызывать клиентов
window-free = Окно свободно
window-left-over = Окно не закрыли
window-left-over-by = Его открыл другой сотрудник: { $user }
window-take-over = Принять окно
window-close = Закрыть окно
window-menu = Окно
window-mark-closed = закрыто
window-mark-wrap-up = дописываю
window-open-menu = Открыть окно…
window-open-act = Открыть
window-which = Окно
window-streams = Кого вызывает
window-streams-menu = Кого вызывает…
window-taken = занято: { $user }
window-is-closed = сейчас закрыто
streams-title = Кого вызывает { $window }
pause-idle = Пока окно не вызывает, новых клиентов к вам не направляют
pause-wrap-up = Допишите и нажмите «Готов». F2 вызовет сразу
pause-resume = Продолжить работу
pause-ready = Готов
said-window-open = Открыто: { $window }
said-window-closed = Закрыто: { $window }
said-streams = Записано, кого вызывает окно

# Who is next.
next-to-you = Дальше к вам
next-in-office = Очередь отделения
next-waiting = { $count ->
    [0] никто не ждёт
    [one] ждёт { $count }
   *[other] ждут { $count }
}
next-none = Очередь пуста. Новый талон появится здесь сам
next-none-here = К вам никого. К другим окнам: { $count }
next-more = Ещё { $count } в очереди
next-held = Отложенных талонов: { $count }
why-returned = вернулся к вам
why-appointment = по записи
why-appointment-at = по записи на { $time }

# Acts with the ticket.
hold-title = Отложить { $number }
hold-lead = Талон уйдёт в отложенные: взять его сможет любое окно.
hold-act = Отложить
hold-reason = Почему
hold-note = Подробности
said-held = { $number } отложен
transfer-title = Передать { $number }
transfer-act = Передать
transfer-service = К чему передаём
transfer-window = Куда
transfer-any = Любое окно, которое это ведёт
transfer-comment = Что знать следующему
transfer-back = После этого вернуть ко мне
said-transferred = { $number } передан
said-transferred-back = { $number } передан и вернётся к вам
add-service-title = Добавить услугу к { $number }
add-service-lead = Тот же клиент и тот же номер: новый талон он не берёт.
add-service-act = Добавить
add-service-here = Приму сам, сразу после этого
said-added = Услуга добавлена к { $number }
call-title = Вызвать { $number } вне очереди
call-lead = Причина останется в записи вызова, её видит начальник отделения.
call-reason = Почему вне очереди
call-act = Вызвать
class-title = Очерёдность { $number }
class-ground = Основание
class-in-turn = В порядке очереди
class-reason = Почему меняете
class-reason-hint = Например: показал удостоверение
said-class = Очерёдность { $number } изменена
left-title = { $number } ушёл?
left-lead = Все талоны этого визита закончатся. Вернуть их нельзя: клиенту понадобится новый талон.
left-act = Ушёл
left-not = Не ушёл
said-left = { $number } снят с очереди
issue-service = С чем пришли
issue-act = Выдать талон
issue-done = Талон выдан
given-ahead = { $count ->
    [0] Перед ним никого
    [one] Перед ним { $count } человек
    [few] Перед ним { $count } человека
   *[many] Перед ним { $count } человек
}
given-expected = { $from ->
    [0] ждать до { $to } мин
   *[other] ждать { $from }–{ $to } мин
}
given-documents = Подготовить
given-printed = Талон напечатан
given-no-printer = Талон не напечатан. Назовите клиенту номер

# The visit.
visit-course = Этот визит
visit-further = Дальше в этом визите: { $services }
visit-this-client = Он на приёме
visit-other-client = В визите { $number } записан другой клиент

# The hall.
sign-help = Просят подойти и помочь: { $place }, с { $since }
sign-help-taken = Подошли
sign-notice = Объявление: { $text }
sign-peak = Пиковая нагрузка с { $since }
sign-tickets-stopped = Выдача талонов остановлена: { $text }
sign-until = { $words }, до { $until }

# The page of the queue.
queue-lead = Ждут в отделении: { $count }
queue-tab-line = В очереди
queue-tab-held = Отложены
queue-tab-no-shows = Не подошли
queue-filter = Поток
queue-filter-all = Все
queue-number = Талон
queue-service = Услуга
queue-stream = Поток
queue-waits = Ждёт
queue-stands = Прошло
queue-left = До нормы
queue-ground = Основание
queue-why = Почему здесь
queue-reason = Почему
why-elsewhere = к другим окнам
why-turn = по очереди
why-class = по основанию
queue-for-window = окно { $window }
queue-left-minutes = ещё { $minutes } мин
queue-left-minute = меньше минуты
queue-over-just = только что вышла
queue-over-minutes = дольше на { $minutes } мин
queue-none = Очередь пуста
queue-none-hint = Талоны из киоска появятся здесь сами. Пришёл клиент без талона? Выдайте его отсюда.
queue-none-stream = В этом потоке никто не ждёт
queue-none-stream-hint = Другие потоки покажет «Все».
queue-held-none = Отложенных нет
queue-held-none-hint = Клиент ушёл за копией или к банкомату? «Отложить» на «Приёме» отпустит окно, а талон останется здесь.
queue-no-shows-none = Все подошли
queue-no-shows-none-hint = Кто не подошёл по вызову, останется здесь до конца дня: его можно вернуть в очередь.
queue-call = Вызвать
queue-call-direct = Вызвать…
queue-take = Взять
queue-call-now = Вызвать сразу
queue-revive = Вернуть в очередь
queue-class = Очерёдность…
queue-gone = Ушёл…
queue-print-again = Печать ещё раз
queue-acts = Действия с талоном
queue-printed-title = Талон { $number }
said-revived = { $number } снова в очереди
said-printed-again = Талон { $number } напечатан ещё раз
queue-figures = Сегодня
figures-waiting = Ждут
figures-wait = Ожидание
figures-reception = Приём
figures-windows = Окон
figures-expected = Новому клиенту
figures-expected-range = { $from }–{ $to } мин
figures-no-window = окно закрыто
figures-of = { $time } из { $norm } мин
figures-none = ещё не было

command-ticket-printer = Принтер талонов…
ticket-printer-title = Принтер талонов
ticket-printer-kind = На чём печатать
ticket-printer-none = Не печатать: номер на экране
ticket-printer-network = Принтер талонов в сети
ticket-printer-device = Принтер талонов на кабеле
ticket-printer-system = Обычный принтер, на листе
ticket-printer-network-address = Адрес принтера
ticket-printer-network-hint = Например 192.168.1.50; порт 9100, если не указан другой
ticket-printer-device-address = Файл устройства
ticket-printer-device-hint = Например /dev/usb/lp0
ticket-printer-system-address = Принтер
ticket-printer-roll = Ширина бумаги
ticket-printer-mm = { $mm } мм
ticket-printer-none-hint = Клиент увидит номер крупно на экране киоска или запишет его с ваших слов.
ticket-printer-try = Напечатать пробу
ticket-printer-tried = Проба напечатана: проверьте, что видны все буквы.
ticket-printer-change = Настроить…
said-ticket-printer = Принтер талонов настроен
