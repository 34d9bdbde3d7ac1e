# A browser of the hall before it is let in, and the head's list of such browsers.
pairing-title = Подключите этот экран
pairing-lead = Код из восьми цифр покажет начальник отделения: «Связь», «Киоск и табло», «Подключить экран».
pairing-code = Код подключения
pairing-connect = Подключить
pairing-station-code = Код не подошёл или устарел. Попросите новый
pairing-station-wait = { $seconds ->
    [one] Слишком много попыток. Подождите { $seconds } секунду
    [few] Слишком много попыток. Подождите { $seconds } секунды
   *[many] Слишком много попыток. Подождите { $seconds } секунд
}
pairing-bridge-broken = Рабочее место не отвечает. Попробуйте ещё раз
pad-erase = Стереть цифру
station-title = Киоск и табло
station-on = Пускать экраны по сети отделения
station-off-hint = Планшет или телевизор с браузером покажет киоск или табло, если включить.
station-open-kiosk = Открыть киоск здесь
station-open-board = Открыть табло здесь
station-close-kiosk = Закрыть киоск
station-close-board = Закрыть табло
station-address = Наберите в браузере экрана
station-fingerprint = Отпечаток сертификата: браузер спросит о нём один раз
station-trouble-port-taken = Порты 7443–7447 заняты другой программой
station-trouble-no-network = У этого компьютера нет адреса в сети
station-trouble-certificate = Не удалось сделать сертификат: проверьте место на диске
station-pair = Подключить экран…
station-pair-title = Код для нового экрана
station-pair-make = Получить код
station-kind = Что это будет
station-kind-kiosk = Киоск
station-kind-board = Табло
station-name = Название
station-name-hint = Например: планшет у входа. Можно не заполнять
station-code-kiosk = Код для киоска
station-code-board = Код для табло
station-code-until = подойдёт один раз, до { $time }
station-refused = { $count ->
    [one] Отказано { $count } раз, последний в { $time } с адреса { $from }
    [few] Отказано { $count } раза, последний в { $time } с адреса { $from }
   *[many] Отказано { $count } раз, последний в { $time } с адреса { $from }
}
station-devices = Подключённые экраны
station-connected = на связи
station-seen = виделись { $time }
station-paired = подключён { $time }
station-revoke = Отозвать
station-revoked = Экран отключён: { $name }
