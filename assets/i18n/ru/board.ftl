# Board of the hall: read from five metres, never a name.
board-calls = Приглашаем
board-nobody = Возьмите талон: здесь появится его номер
board-called = позвали в { $time }
board-waiting = Ждут
board-people = людей
board-minutes = минут
board-stream = { $letter }, { $title }
board-range = { $from }–{ $to }
board-soon = Скоро позовём
board-phone = Справочная { $phone }, бесплатно
board-day = { $weekday }, { $date }
board-stale = Нет связи, номера могли измениться
board-mute = Звук выключен: нажмите на экран
board-away = Табло ненадолго отключено. Слушайте, когда назовут ваш номер
