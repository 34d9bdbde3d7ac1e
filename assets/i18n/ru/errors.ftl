# What went wrong and what to do; one message for each code of the program.
error-auth-wrong-password = Пароль не подошёл. Проверьте раскладку и Caps Lock
error-auth-too-many-tries = Слишком много попыток. Подождите { $seconds ->
    [one] { $seconds } секунду
    [few] { $seconds } секунды
   *[many] { $seconds } секунд
}
error-auth-user-disabled = Вход закрыт. Обратитесь к начальнику отделения
error-auth-required = Нужно войти или разблокировать рабочее место
error-auth-forbidden = У вашей роли нет такого права. Обратитесь к начальнику отделения
error-command-unknown = Эта команда здесь не работает. Обновите программу
error-input-malformed = Программа не поняла запрос. Обновите программу
error-input-invalid = Исправьте отмеченные поля
error-not-found = На этом рабочем месте такой записи нет
error-unmask-limit = На сегодня показ скрытого исчерпан: { $count } за день. Если нужно больше, скажите начальнику отделения
error-unmask-limit-offline = Связи с центром нет больше { $hours } ч: скрытое можно показать не больше { $count } раз в день. Приём и регистрация работают как обычно
error-act-void = Действие уже невозможно: запись изменилась. Откройте её заново
error-enrol-code-malformed = Код не читается: не хватает знака или есть лишний. Вставьте его целиком
error-enrol-code-expired = Срок кода истёк. Попросите у центра новый
error-enrol-code-used = Код уже использован. Попросите у центра новый
error-enrol-code-unknown = Сервер не знает этого кода. Попросите у центра новый
error-server-other-certificate = Ответил другой сервер: сертификат не тот, что в коде. Не подключайтесь, сообщите в центр
error-server-portal = Вместо центра ответила страница сети (вход в Wi-Fi или фильтр). Войдите в сеть или смените её
error-server-unreachable = Центр не отвечает. Проверьте кабель или сеть
error-server-too-often = Слишком много запросов к центру подряд. Он ответит позже, не больше чем через час; принимать и регистрировать можно
error-server-not-secure = По адресу центра кто-то отвечает, но защищённого соединения нет: мешает фильтр или роутер. Если не пройдёт, сообщите в поддержку
error-server-malformed = Ответ центра не читается. Программа пробует снова; если не проходит, сообщите в поддержку
error-server-newer = Центр обновился, программе нужно обновление. Записи сохраняются на этом месте
error-server-refuses-desk = Центр не признаёт это рабочее место. Сообщите начальнику отделения; записи целы
error-disk-full = На диске нет места, ничего не записано. Введённое цело, пока окно открыто: освободите место и повторите
error-disk-read-only = Диск не даёт записывать. Сообщите в поддержку, новых записей не делайте
error-store-damaged = База повреждена. Ничего не удалено: восстановите её, программа это предложит
error-store-missing = Базы нет там, где она была: папку данных удалили или перенесли либо диск не подключён. Если её вернуть, всё откроется
error-store-wrong-key = Ключ не подходит к базе: возможно, диск перенесли с другого компьютера. Записи в ней целы
error-passphrase-needed = Это место открывается фразой: введите её в окне места на этом компьютере
error-passphrase-wrong = Фраза не подошла. Проверьте раскладку и Caps Lock
error-passphrase-too-many-tries = Слишком много попыток. Подождите { $seconds ->
    [one] { $seconds } секунду
    [few] { $seconds } секунды
   *[many] { $seconds } секунд
}
error-passphrase-with-hall = Место с киоском, табло или узлом отделения включается само, без людей, поэтому фразы у него не бывает. Нужна фраза: сначала отключите их. Нужны они: сначала уберите фразу
error-recovery-text-malformed = В тексте ошибка: знак пропущен или перепутан. Нужно 8 групп по 5 знаков: сверьте с тем, что прислал центр
error-recovery-text-other = Этот текст для другого файла: другого места или прежнего запасного ключа. Отправьте центру файл с этого компьютера ещё раз
error-recovery-spare-missing = Запасного ключа здесь нет, или его файл повреждён. Остаётся подключить место заново
error-store-newer = Базу записала более новая программа. Обновите программу
error-desk-in-use = «Стойка» с этими данными уже открыта на этом компьютере. Перейдите в её окно
error-form-field-missing = В бланке «{ $template }» есть поле «{ $field }», которое программе нечем заполнить. Сообщите в поддержку
error-form-template-broken = Бланк «{ $template }» не читается. Сообщите в поддержку
error-printer-missing = Принтера «{ $printer }» нет. Выберите другой
error-printer-service-away = Служба печати не отвечает. Проверьте принтер или сохраните PDF
error-printer-refused = Принтер не принял документ. Проверьте бумагу и выберите «Печатать» снова
error-printer-stopped = Принтер «{ $printer }» остановлен: { $need ->
        [pause] он на паузе
        [paper] нет бумаги
        [ink] кончилась краска
        [cover] открыта крышка
        [jam] замята бумага
        [output] переполнен лоток
        [link] он выключен или отсоединён
       *[other] смотрите его экран
    }. Исправьте или выберите другой
error-printer-not-taking = Принтер «{ $printer }» не принимает заданий. Выберите другой
error-appeal-not-extendable = { $reason ->
        [answered] Ответ уже дан: продлевать нечего
        [already_extended] Срок уже продлён: второй раз продлить нельзя (приложение 1, п. 1.7)
        [too_late] Контрольный срок уже прошёл: уведомить о продлении надо до него
       *[other] Этот срок не продлевается: продлить можно только рассмотрение обращений граждан (приложение 1, п. 1.7)
    }
error-queue-off = В этом отделении нет электронной очереди
error-queue-busy = Сначала завершите { $number }
error-queue-no-ticket = У окна никого нет. Вызовите следующего
error-ticket-taken = { $number } уже не ждёт: его вызвало другое окно, или приём окончен
error-window-closed = Окно закрыто. Откройте окно
error-window-paused = У окна перерыв. Вернитесь к работе, потом вызывайте
error-window-open = У вас уже открыто { $window }. Сначала закройте его
error-window-taken = Здесь уже работает { $user }: { $window }
error-call-too-soon = Вызвать снова можно через { $seconds } с
error-no-show-too-soon = Сначала вызовите { $calls ->
        [one] { $calls } раз
        [few] { $calls } раза
       *[many] { $calls } раз
    }
error-tickets-out = На сегодня талоны закончились: { $service }
error-kiosk-shut = Сейчас талоны не выдаются. { $text }
error-check-in-unknown = Такой записи нет. Проверьте номер на талоне или возьмите обычный талон
error-check-in-other-day = Вы записаны на { $on }. Сегодня возьмите обычный талон
error-check-in-done = Вы уже отмечены, ваш талон { $number }
error-check-in-ambiguous = Таких записей несколько. Наберите номер с талона целиком или возьмите обычный талон
error-hub-not-listening = Это рабочее место ещё не готово принимать соединения. Подождите минуту и повторите
error-hub-missing = В отделении нет узла
error-hub-there = Узел отделения отвечает или замолчал только что. Продолжить за него можно через полминуты тишины
error-hub-not-successor = Это рабочее место не назначено преемником узла. Обратитесь к начальнику отделения
error-sign-stands = Это уже отмечено
error-save-failed = Файл не сохранён: { $path }
error-directory-missing = Справочник ещё не загружен: сроки посчитать нельзя. Дождитесь загрузки
error-internal = Внутренняя ошибка. Введённое не потеряно; если повторится, назовите код поддержке
error-bridge-broken = Окно потеряло связь с программой. Закройте его и откройте снова
error-unknown = Не получилось ({ $code }). Если повторится, назовите код поддержке
error-code = Код { $code }
error-code-trace = Код { $code }, след { $trace }

# Beside a field.
field-required = Заполните
field-hub_address = Укажите адрес узла: 192.168.1.20 или 192.168.1.20:7443
field-unknown_choice = Выберите из списка
field-survey_ends_early = Последний день не раньше первого
field-survey_goal = Укажите число анкет от 1 до { $most }
field-survey_not_begun = Опрос начался { $on }: укажите день не раньше
field-printer_address = Укажите адрес принтера: 192.168.1.50 или 192.168.1.50:9100, /dev/usb/lp0
field-too_long = Слишком длинно: { $actual } знаков, можно { $expected }
field-passphrase_short = Слишком коротко: { $actual } знаков, нужно от { $expected }
field-passphrase_differs = Фразы не совпали: введите вторую так же, как первую
field-control_symbols = Есть невидимые знаки. Наберите текст заново
field-date_format = Дата не читается, или такой нет. Пример: 30.10.2026
field-date_range = Год: от { NUMBER($from, useGrouping: 0) } до { NUMBER($to, useGrouping: 0) }. Проверьте дату
field-received_in_future = Дата позже сегодняшней. Укажите сегодня или раньше
field-received_long_ago = Дата давняя: { $days ->
    [one] { $days } день назад
    [few] { $days } дня назад
   *[many] { $days } дней назад
}. Проверьте
field-received_before_rules = В тот день правила со сроками ещё не действовали. Проверьте год
field-form_not_of_channel = По этому каналу так не подают. Выберите другую форму или канал
field-answer_not_of_form = На такое обращение так не отвечают. Выберите другой способ
field-no_norm = Для этого вида нет срока в справочнике. Сообщите начальнику отделения
field-account_wanted = Без лицевого счёта: укажите его, если он есть
field-contract_wanted = Нет номера договора: укажите его, если он есть
field-postal_index_digits = В индексе только цифры, их 6
field-postal_index_length = Нужно 6 цифр, здесь { $actual }
field-email_format = Адрес не похож на e-mail. Пример: anna@почта.рф
field-phone_format = В номере только цифры, пробелы, дефисы и скобки. Пример: 8 (846) 340-39-64
field-phone_length = В номере 10 цифр после +7, здесь { $actual }
field-personal_account_digits = В лицевом счёте только цифры, их { $expected }
field-personal_account_length = В лицевом счёте { $expected } цифр, здесь { $actual }
field-inn_digits = В ИНН только цифры: 10 у организации, 12 у человека
field-inn_length = В ИНН 10 цифр у организации, 12 у человека; здесь { $actual }
field-inn_check = Последние цифры ИНН не сходятся с остальными: где-то описка. Сверьте с документом
field-kpp_length = В КПП { $expected } знаков, здесь { $actual }
field-kpp_format = КПП — 4 цифры, 2 цифры или латинские буквы, 3 цифры. Пример: 631601001
field-ogrn_digits = В ОГРН только цифры: 13 у организации, 15 у предпринимателя (ОГРНИП)
field-ogrn_length = В ОГРН 13 цифр, в ОГРНИП 15; здесь { $actual }
field-ogrn_check = Последняя цифра ОГРН не сходится с остальными: где-то описка. Сверьте с документом
field-snils_digits = В СНИЛС только цифры, их 11, с пробелами и дефисами или без
field-snils_length = В СНИЛС { $expected } цифр, здесь { $actual }
field-snils_check = Две последние цифры СНИЛС не сходятся с остальными: где-то описка. Сверьте с документом
field-bik_digits = В БИК только цифры, их 9
field-bik_length = В БИК { $expected } цифр, здесь { $actual }
field-account_digits = В счёте банка только цифры, их 20
field-account_length = В счёте банка { $expected } цифр, здесь { $actual }
field-account_check = Счёт не подходит к БИК: в одном из них описка. У счетов казначейства так бывает
field-time_invalid = Время от 00:00 до 23:59, его пишут так: 14:30
field-time_past = Это время сегодня уже прошло
field-date_in_future = Дата позже сегодняшней. Укажите сегодня или раньше
field-date_far = Дальше чем через год. Укажите день ближе
field-date_past = Этот день уже прошёл. Выберите сегодня или позже
field-sheets_number = Число листов: от 1 до { $max }
field-solved_only_oral = На месте решают только устное обращение: письменное получает письменный ответ (п. 11.3)
field-ground_not_of_appeal = Это основание не подходит к такому обращению
field-former_unknown = Такого обращения здесь нет. Проверьте номер
field-former_of_another = Это обращение другого заявителя. Проверьте номер
field-former_not_answered = На это обращение ещё нет ответа: оно не может быть основанием
field-before_answer = Раньше, чем дан ответ. Укажите день не раньше ответа
field-before_receipt = Раньше, чем обращение поступило. Укажите день не раньше поступления
field-due_in_past = Этот день прошёл. Укажите сегодняшний или более поздний
field-due_too_far = Больше трёх лет вперёд. Проверьте год
field-period_backwards = Конец периода раньше начала
field-period_too_long = Период больше пяти лет. Сократите его
field-before_closing = Раньше, чем обращение закрыли. Укажите день не раньше закрытия
field-same_choice = Уже выбрано. Выберите другое
field-too_many_views = Видов уже 50. Удалите ненужный
field-year_range = Год: от { NUMBER($from, useGrouping: 0) } до { NUMBER($to, useGrouping: 0) }
field-unknown = Проверьте поле ({ $code })

# Why an entry had no effect: in the course of a case and among discrepancies.
void-note = { $meta } — не действует: { $why }
void-unreadable = запись не читается
void-wrong-subject = запись о другом
void-repeated = то же действие уже принято под другим номером записи
void-not-registered = того, о чём эта запись, нет
void-already-registered = это уже записано
void-already-answered = ответ уже дан
void-already-closed = уже закрыто раньше
void-not-answered = ответ ещё не дан
void-before-receipt = дата раньше поступления
void-not-learnt = такого контакта не записывали
void-already-learnt = контакт уже записан
void-already-settled = центр уже решил
void-already-extended = срок уже продлён
void-already-waiting = обращение уже ждёт сведений
void-not-waiting = обращение не ждёт сведений
void-already-proposed = предложение уже ждёт решения начальника
void-not-proposed = решать нечего: предложения нет
void-not-closed = обращение не закрыто
void-visit-busy = клиента уже вызвали в другое окно
void-ticket-not-waiting = талон не ждал вызова
void-ticket-not-called = этот талон не вызывали
void-ticket-not-served = талона не было ни у одного окна
void-another-window = талон у другого окна
void-no-such-ticket = такого талона в визите нет
void-visit-over = визит уже закончен
void-shift-over = окно уже закрыто
void-already-paused = перерыв в окне уже идёт
void-not-paused = перерыва в окне не было
void-another-desk = узлом отделения стало другое рабочее место
void-not-by-centre = назначить это может только бэк-офис
void-not-all-named = акт называет не все записи
void-other-category = это действие не для обращений этой категории
void-no-application = заявление о договоре ещё не записано
void-nothing-missing = все документы на месте
void-not-complete = не хватает документов
void-already-refused = в договоре уже отказано
void-not-sent = договор ещё не направлен
void-not-disagreed = протокола разногласий без ответа нет
void-already-disagreed = прежний протокол разногласий ещё без ответа
void-no-settlement = в ответе нет предложений по урегулированию
void-already-decided = заявитель уже ответил на предложение
void-no-such-action = такого мероприятия у претензии нет
void-already-done = это уже сделано
void-not-drafted = проекта ответа на рассмотрении нет
void-no-such-dispatch = такого письма по обращению нет
void-no-such-question = такого вопроса по обращению нет
void-already-handed-over = обращение уже передано и ждёт приёма
void-not-handed-over = обращение никому не передано
void-another-office = обращение передано другому отделению
void-no-such-line = в списке нет такой строки
void-unknown = причина { $code }
field-track_digits = В почтовом номере 14 цифр
field-track_check = Последняя цифра не сходится: проверьте номер по чеку
field-answer_needs_signature = Письмо уходит с подписью начальника: подготовьте проект ответа
field-before_dispatch = Это раньше, чем письмо отправлено
field-email_missing = У обращения нет e-mail для ответа
field-owner_of_citizen = Собственника меняют только гражданам. Выберите «Изменить договор»
field-initiative_wanted = Письменный договор с гражданином — только по его инициативе: отметьте это (Стандарт, п. 5.1)
field-inn_of_kind = У такого клиента в ИНН { $expected } цифр, здесь { $actual }
field-ogrn_of_kind = У такого клиента { $expected } цифр: ОГРН организации 13, ОГРНИП 15. Здесь { $actual }
field-persons_number = Число людей: от 0 до { $max }
field-area_number = Площадь числом, до десятых: 54,3
field-power_number = Мощность в кВт числом: 25 или 25,5
field-ratio_number = Ктт: целое от 1 до { $max }
field-points_number = В одном заявлении не больше { $max } точек
field-clauses_number = В одном протоколе не больше { $max } пунктов
field-category_by_power = От 670 кВт по договору доступны только категории с 3 по 6
field-category_needs_zones = Второй категории нужен счётчик на две или три зоны
field-category_needs_hours = С третьей категории нужен почасовой счётчик
field-connection_told = Документа о присоединении нет: попросите его принести
field-connection_missing = Без присоединения к сети договор не заключают. Заявление регистрируем, решает начальник
