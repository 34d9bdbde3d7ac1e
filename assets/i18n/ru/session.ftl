# Before work: enrolment, first load, sign-in, lock.
enrol-title = Подключение рабочего места
enrol-lead = Введите одноразовый код, который выдал центр. В нём адрес сервера и его отпечаток.
enrol-code = Одноразовый код
enrol-hint = Пробелы, дефисы и регистр не важны
enrol-empty = Вставьте или введите код
enrol-submit = Подключить
enrol-busy = Подключаем…

load-title = Первая загрузка
load-lead = Загружаем счета и справочник отделения. Окно можно закрыть: загрузка продолжится с этого места.
load-waiting = Ждём первую страницу от центра
load-done = { $done } из { $total } { $count ->
    [one] счёта
   *[other] счетов
}
load-left-minutes = ещё { $minutes } мин
load-left-under-minute = ещё меньше минуты

sign-in-title = Вход
sign-in-lead = Вход работает и без связи с центром.
sign-in-user = Сотрудник
sign-in-password = Пароль
sign-in-layout = { $layout ->
    [ru] раскладка РУС
   *[en] раскладка ENG
}
sign-in-caps = Включён Caps Lock
sign-in-submit = Войти

lock-title = { $user }
lock-lead = Рабочее место заблокировано. Черновики сохранены.
lock-submit = Продолжить
lock-other-user = Войти другому сотруднику

damaged-title =
    { $problem ->
        [desk-in-use] «Стойка» уже открыта
        [disk-full] На диске нет места
        [disk-read-only] На диск нельзя писать
        [store-missing] Базы нет на месте
       *[other] База не открывается
    }
damaged-lead =
    { $problem ->
        [desk-in-use] Перейдите в открытое окно, а это закройте.
        [disk-full] Записи целы. Освободите место и откройте «Стойку» снова.
        [disk-read-only] Записи целы. Верните доступ к папке данных и откройте «Стойку» снова.
        [store-missing] Записей, которых нет в центре, без неё не вернуть: ничего не удаляйте, позвоните в поддержку и назовите код.
       *[other] Записи не удалены. Позвоните в поддержку и назовите код.
    }
