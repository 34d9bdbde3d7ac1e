# Kiosk of the hall: plain words for who comes once in five years.
kiosk-question = С чем вы пришли?
kiosk-question-hint = Нажмите нужную строку. Справа: сколько ждать
kiosk-question-no-paper = { $trouble } Номер будет на экране.
kiosk-day = { $weekday }, { $date }, { $hours }
kiosk-wait = ждать
kiosk-wait-unknown = время неизвестно
kiosk-minutes = { $to } мин
kiosk-range = { $from }–{ $to } мин
kiosk-upto = до { $to } мин
kiosk-ahead = { $count ->
    [0] очереди нет
    [one] перед вами { $count } человек
    [few] перед вами { $count } человека
   *[many] перед вами { $count } человек
}
kiosk-line = { $count ->
    [0] очереди нет
   *[other] в очереди { $count }
}
kiosk-ground = Приём без очереди
kiosk-ground-hint = Если он вам положен
kiosk-ground-lead = Выберите основание. У окна попросят документ, если он нужен.
kiosk-ground-chosen = Без очереди: { $ground }
kiosk-appointment = Я по записи
kiosk-appointment-hint = Есть талон с номером
kiosk-appointment-lead = Наберите номер с талона записи
kiosk-appointment-number = Номер записи
kiosk-appointment-unknown = Такой записи на сегодня нет. Проверьте номер
kiosk-services-hint = { $count ->
    [1] Проверьте документы и возьмите талон
   *[other] Выберите, что нужно, и возьмите талон
}
kiosk-documents = Понадобится
kiosk-take = Взять талон
kiosk-taking = Печатаем…
kiosk-back = Назад
kiosk-done = Готово
kiosk-help = Позвать сотрудника
kiosk-helped = Сотрудник сейчас подойдёт
kiosk-helped-hint = Подождите у киоска: он уже знает, что вы ждёте.
kiosk-voice-on = Слушать вслух
kiosk-voice-off = Не говорить
kiosk-saying = Говорим: «{ $words }»
kiosk-contrast-on = Крупно и контрастно
kiosk-contrast-off = Обычный вид
kiosk-given = Возьмите талон
kiosk-given-number = Запомните номер
kiosk-given-wait = Ждать { $range }, { $ahead }
kiosk-given-hint = Номер появится на табло, его назовут вслух.
kiosk-no-paper = Талон не напечатан.
kiosk-remember = Запомните или сфотографируйте номер: по нему вас позовут.
kiosk-failed = Талон не выдан
kiosk-silence = Вы ещё здесь?
kiosk-silence-hint = { $count ->
    [one] Через { $count } секунду начнём сначала
    [few] Через { $count } секунды начнём сначала
   *[many] Через { $count } секунд начнём сначала
}
kiosk-silence-here = Да, я здесь
kiosk-away = Киоск ненадолго отключён
kiosk-away-hint = Талон выдаст сотрудник отделения. Киоск заработает сам.
kiosk-shut-off = Здесь принимают без талонов
kiosk-shut-closed-today = Сегодня не работаем
kiosk-shut-before-opening = Ещё не открыто
kiosk-shut-break = Перерыв
kiosk-shut-after-closing = Приём на сегодня окончен
kiosk-shut-stopped = Талоны пока не выдаём
