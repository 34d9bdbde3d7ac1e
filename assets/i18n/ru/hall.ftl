# Отделение: the hall as its head sees it, and the day in figures.
section-hall = Отделение
keys-group-hall = Отделение
command-go-hall = Отделение: зал
command-decisions = К тому, что ждёт решения
mark-hall = Ждут решения: { $count }
hall-nav = Отделение
hall-nav-now = Зал
hall-nav-day = День
hall-nav-periods = Периоды
hall-nav-audit = Журнал доступа
hall-news-open = Открыть «Отделение»

hall-title = Зал отделения
hall-lead = { $lost ->
    [0] { $hours }, обслужены { $served } из { $visits }
   *[other] { $hours }, обслужены { $served } из { $visits }, не подошли { $lost }
}
hall-none = В этом отделении нет электронной очереди
hall-none-hint = Её включают в настройках отделения у бэк-офиса. Здесь появятся окна, ожидание и то, что ждёт вашего решения.

# Norms.
hall-norms = Нормы сегодня
hall-waiting = Ждут
hall-none-yet = ещё не было
hall-no-windows = нет открытых окон
hall-expected = { $from ->
    [0] сейчас ждать до { $to } мин
   *[other] сейчас ждать { $from }–{ $to } мин
}
hall-mark = { $mark ->
    [fine] в норме
    [soon] скоро норма
   *[over] дольше
}
hall-total = Весь визит до { $minutes } мин
hall-total-mark = { $mark ->
    [fine] в норме
    [soon] у границы
   *[over] ниже нормы
}
hall-total-of = { $within } из { $served }
hall-total-off-peak = { $within } из { $served }, без пика { $percent } %
hall-percent = { $percent } %

# Windows.
hall-windows = Окна
hall-windows-open = работают { $open } из { $all }
hall-window = Окно
hall-person = Специалист
hall-stream = Поток
hall-now = Сейчас
hall-ticket = Талон и услуга
hall-against = Приём против нормы
hall-served = Принял
hall-mean = Средний
hall-acts = Действия
hall-not-come-yet = ещё не подошёл
hall-could-serve = можно открыть: { $streams }
hall-open = Открыть…
hall-window-acts = Действия: { $window }
hall-act-streams = Кого вызывает…
hall-act-pause = Приостановить…
hall-act-resume = Продолжить работу
hall-act-close = Закрыть окно…
hall-streams-title = Кого вызывает { $window }
hall-streams-label = Потоки, { $name }
hall-streams-submit = Записать
hall-streams-missing = Окну нужен хотя бы один поток. Чтобы никого не вызывать, приостановите его
hall-streams-done = Записано, кого вызывает { $window }
hall-give-title = { $stream }: ещё одно окно
hall-give-window = Кто ещё будет вызывать
hall-give-hint = Своих клиентов это окно вызывает по-прежнему
hall-give-submit = Дать поток окну
hall-give-none = Все открытые окна уже вызывают поток «{ $stream }». Попросите кого-нибудь открыть ещё одно окно.
hall-pause-title = Приостановить: { $window }
hall-pause-kind = Почему
hall-pause-submit = Приостановить
hall-pause-done = Новых клиентов не вызывает: { $window }
hall-resume-done = Снова работает: { $window }
hall-close-title = Закрыть: { $window }?
hall-close-lead = { $ticket ->
    [none] { $name } больше не будет вызывать клиентов, пока не откроет окно снова.
   *[other] { $name } больше не будет вызывать клиентов, пока не откроет окно снова. Сейчас здесь { $ticket }.
}
hall-close-submit = Закрыть окно
hall-close-done = Закрыто: { $window }
hall-open-title = Как открыть: { $window }
hall-open-how = Окно открывает тот, кто за него садится: на своём рабочем месте, в «Приёме», кнопкой «Открыть окно…». Так в каждом вызове и приёме стоит тот, кто на самом деле вёл клиента.

# What waits for a decision.
hall-decisions = Ждут вашего решения
hall-decisions-none = Решать сейчас нечего
hall-since = с { $time }
hall-since-for = с { $time }, { $length }
hall-decide-take = { $kind ->
    [help] Иду сам
   *[other] Принять к сведению
}
hall-decide-call = Вызвать ко мне
hall-decide-raise = Поднять…
hall-decide-streams = Дать поток окну…
hall-taken = { $kind ->
    [help] Вызов помощи закрыт: вы идёте
   *[other] Принято к сведению
}
hall-call-reason = Вызвал руководитель отделения
hall-called = { $number } вызван к вам

# Who waits.
hall-queue = Очередь
hall-queue-longest = { $count }, самый долгий { $time }
hall-queue-empty = Никто не ждёт
hall-number = Талон
hall-service = Услуга
hall-waits = Ждёт
hall-to-norm = До нормы
hall-still = ещё { $time }
hall-privileged = льгота
hall-by-appointment = по записи на { $time }
hall-for-window = в окно { $window }
hall-ticket-acts = Действия: { $number }
hall-call-to-me = Вызвать ко мне
hall-raise = Поднять в очереди…
hall-direct = Направить в окно…
hall-direct-title = Направить { $number } в окно
hall-direct-lead = Клиент сохранит своё место в очереди. Это окно вызовет его, даже если ведёт другие потоки.
hall-direct-window = Какое окно вызовет
hall-direct-reason = Почему
hall-direct-reason-hint = Останется в истории визита
hall-direct-submit = Направить
hall-direct-none = Сейчас не открыто ни одно окно. Откройте окно, и клиента можно будет направить.
hall-direct-done = { $number } вызовет { $window }
hall-closed-windows = { $count ->
    [one] Ещё { $count } окно закрыто
    [few] Ещё { $count } окна закрыты
   *[other] Ещё { $count } окон закрыты
}
hall-closed-show = Показать
hall-closed-hide = Свернуть
hall-raise-submit = Поднять
hall-raise-missing = Выберите основание
hall-raise-current = Основание сейчас: { $ground }

# Signs over the hall.
hall-signs = Объявления и остановки
hall-peak-begin = Начался пик
hall-peak-end = Пик закончился
hall-peak-begun = Пик отмечен. Ожидание в пик считается отдельно
hall-peak-ended = Пик закончен
hall-notice = Объявление…
hall-stop = Не выдавать талоны…
hall-sign-title-notice = Объявление на табло
hall-sign-title-tickets_stopped = Не выдавать талоны
hall-sign-text-notice = Текст объявления
hall-sign-text-tickets_stopped = Почему талонов нет
hall-sign-hint-notice = Его увидят на табло. Без имён и личных данных
hall-sign-hint-tickets_stopped = Это прочтёт клиент на киоске. Кто уже с талоном, тех примут
hall-sign-until = До какого времени
hall-sign-until-hint = Например, 16:00. Пусто: пока не снимете сами
hall-sign-submit-notice = Показать на табло
hall-sign-submit-tickets_stopped = Остановить выдачу
hall-sign-done-notice = Объявление на табло
hall-sign-done-tickets_stopped = Выдача талонов остановлена
hall-sign-notice = { $until ->
    [none] На табло с { $since }: { $text }
   *[other] На табло с { $since } до { $until }: { $text }
}
hall-sign-tickets_stopped = { $until ->
    [none] Талоны не выдаются с { $since }. { $text }
   *[other] Талоны не выдаются с { $since } до { $until }. { $text }
}
hall-sign-end-notice = Снять
hall-sign-end-tickets_stopped = Выдавать снова
hall-sign-ended-notice = Объявление снято
hall-sign-ended-tickets_stopped = Талоны снова выдаются

# The day.
day-title = День в цифрах
day-day = День
day-today = сегодня, { $date }
day-view = Вид
day-view-plot = График
day-view-table = Таблица
day-lead = пришли { $visits }, обслужены { $served }
day-lead-lost = не подошли { $count }
day-lead-left = ушли { $count }
day-total = весь визит до { $minutes } мин: { $percent } %
day-empty = За этот день талонов нет
day-empty-hint = Здесь появятся ожидание, поток клиентов и загрузка окон, как только возьмут первый талон.
day-waits = Ожидание в среднем, мин
day-waits-name = Ожидание в среднем
day-waits-alt = { $count ->
    [0] Среднее ожидание по получасам: вызовов ещё не было.
   *[other] Среднее ожидание по получасам. Дольше всего ждали в { $from }: { $stream }, { $time }. Все числа есть в таблице.
}
day-flow = Клиенты за полчаса
day-flow-alt = Сколько талонов взяли и сколько клиентов приняли по получасам. Больше всего пришло в { $from }: { $came }. Все числа есть в таблице.
day-load = Загрузка окон, мин
day-load-name = Загрузка окон
day-load-alt = Чем было занято время каждого окна: приём, вызов, перерыв, свободно. Окон: { $count }. Все числа есть в таблице.
day-norm = норма { $minutes }
day-stream-norm = { $stream }, норма { $minutes } мин
day-peak = пик { $from }–{ $to }
day-came = пришли
day-served = обслужены
day-slot = Время
day-serving = приём
day-calling = вызов
day-paused = перерыв
day-idle = свободно
day-window = Окно
day-receptions = Принято
day-none = нет

# Raw periods.
periods-title = Периоды очереди
periods-lead = Из этих строк считаются все показатели дня
periods-number = Талон
periods-service = Услуга
periods-state = Состояние
periods-from = С
periods-to = До
periods-length = Длилось
periods-window = Окно
periods-user = Кто
periods-export = Сохранить таблицу
periods-exported = Сохранено в документы: { $file }
periods-count = { $count ->
    [one] { $count } строка
    [few] { $count } строки
   *[many] { $count } строк
}
periods-none = За этот день строк нет
periods-none-hint = Каждый талон оставляет здесь по строке на ожидание, вызов и приём.
