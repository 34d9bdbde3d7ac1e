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
