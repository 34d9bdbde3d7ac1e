# Связь: where the records are.
link-title = Работайте как обычно: записи целы
link-title-revoked = Место отозвано: записи целы, новых данных от центра не будет
link-lead-name = Что со связью
link-lead-online = Всё сохранено на этом месте и передано в центр.
link-lead-sending = { $count ->
    [one] Передаём { $count } запись.
    [few] Передаём { $count } записи.
   *[many] Передаём { $count } записей.
}
link-lead-connecting = Всё сохраняется на этом месте. Соединяемся с центром.
link-lead-offline = Всё сохраняется на этом месте. Связи с центром нет с { $time }, пробуем сами.
link-lead-offline-never = Всё сохраняется на этом месте. Связи с центром ещё не было, пробуем сами.
link-lead-revoked = Обратитесь к начальнику отделения.
link-places = Где записи
link-aside = Расхождения, ключ места и устройства зала
link-desk = Это рабочее место
link-desk-safe = Всё записано
link-desk-today = Записей сегодня
link-desk-total = Записей всего
link-desk-checked = Проверка базы
link-desk-whole = { $time }, цела
link-centre = Центр
link-centre-silent = Не отвечает
link-centre-silent-for = Не отвечает { $time }
link-centre-acked = Подтверждено
link-centre-last = Последний обмен
link-centre-directory = Справочник на
link-of = { $part } из { $whole }
link-not-yet = ещё нет
link-hop-online = на связи
link-hop-connecting = соединяемся
link-hop-offline = нет связи
link-hop-revoked = место отозвано
link-hop-unsent = { $count ->
    [0] всё передано
    [one] { $count } запись в пути
    [few] { $count } записи в пути
   *[many] { $count } записей в пути
}
link-next-unknown = ждём связи
link-next-now = пробуем
link-next-seconds = повтор через { $count } с
link-next-time = повтор через { $time }
link-try = Попробовать
link-server = Центр: { $server }

unsent-title = Не дошло до центра
unsent-lead = { $count ->
    [one] { $count } запись
    [few] { $count } записи
   *[many] { $count } записей
}, { $size }
unsent-what = Запись
unsent-about = К чему
unsent-when = Когда
unsent-where = Где сейчас
unsent-size = Размер
unsent-none = Всё дошло до центра
unsent-none-hint = Новые записи появятся здесь, пока центр их не подтвердит.
unsent-shown = { $shown } из { $total }

discrepancies-title = Расхождения
discrepancies-none = Нет. Если ваша запись не подействует, это будет видно здесь.
discrepancy-void = { $own ->
    [true] Ваша запись не подействовала
   *[other] Запись не подействовала
}
discrepancy-void-text = { $number }: запись «{ $what }» ({ $author }, { $at }) сохранена без действия, { $why }.
discrepancy-effective-after-all = Запись всё-таки подействовала
discrepancy-effective-after-all-text = { $number }: запись «{ $what }» ({ $author }, { $at }) центр засчитал.
discrepancy-entry-refused = Пришла запись, которой нельзя верить
discrepancy-entry-refused-text = Она отложена и ничего не меняет. Сообщите в поддержку, остальные записи целы.
discrepancy-forked = Место записало две ветки
discrepancy-forked-text = Копия этого диска работала отдельно. Обе ветки сохранены, центр их разберёт.
discrepancy-restored = База восстановлена из копии
discrepancy-restored-text = Записи после копии взяты у центра. Проверьте последние обращения этого места.
discrepancy-other-machine = База перенесена на другой компьютер
discrepancy-other-machine-text = Место пишет под новым номером копии. Если перенос делали не вы, сообщите начальнику отделения.
discrepancy-server-rewound = Центр восстановлен из копии
discrepancy-server-rewound-text = Переданное после копии передаём ещё раз. Делать ничего не нужно.
discrepancy-number-twice = Один номер на двух бумагах
discrepancy-number-twice-text = Номер { $number } стоит на двух бумагах: копия диска работала отдельно. Сообщите клиенту, по какой дате искать его бумагу.
discrepancy-replica-salvaged = База собрана заново
discrepancy-replica-salvaged-text = Прежняя была повреждена или пропала. Из неё собрано не переданных записей: { $count }. Проверьте последние обращения этого места.
discrepancy-entries-lost = Записи не нашлись
discrepancy-entries-lost-text = Из повреждённой базы не прочитано записей: { $count }. Переданное вернётся от центра; остальное восстановите по бумагам.
discrepancy-branch-refused = Ответ узла отделения без его подписи
discrepancy-branch-refused-text = Из него ничего не принято. Если повторится, сообщите в поддержку: по адресу узла может отвечать чужая программа.
discrepancy-relay-refused = Центр не принял записи другого рабочего места
discrepancy-relay-refused-text = Этот узел передавал их за него. Само рабочее место передаст свои записи, когда у него будет связь с центром; сообщите в поддержку.
discrepancy-kiosk-refused = Киоск или табло просили не своё
discrepancy-kiosk-refused-text = Команда, которой у них нет, отклонена. Если рядом никто не чинил оборудование, отзовите доступ у этого экрана и сообщите в поддержку.
discrepancy-key-recovered = Ключ базы восстановлен через центр
discrepancy-key-recovered-text = База открыта текстом из центра и привязана к этому компьютеру, фразы у неё теперь нет. Если за текстом обращались не вы, сообщите начальнику отделения.
discrepancy-unknown = Записи разошлись
discrepancy-unknown-text = Откройте запись и проверьте её ({ $code }).
discrepancy-understood = Понятно
discrepancy-open = Открыть обращение
discrepancy-acknowledged = Отмечено: разобрано
discrepancy-station-code-refused = Киоск или табло подключали неверным кодом
discrepancy-station-code-refused-text = Никто не впущен. Если это не вы ошиблись цифрой, посмотрите в разделе «Киоск и табло», откуда пробовали, и сообщите в поддержку.

key-title = Ключ этого места
key-tie = Открывается
key-tie-machine = только на этом компьютере
key-tie-credential = только службой на этом компьютере
key-tie-windows = только на этом компьютере, ключ хранит Windows
key-spare = Запасной ключ
key-spare-yes = есть, поможет центр
key-spare-no = ещё нет, появится при связи
key-passphrase = Фраза при запуске
key-passphrase-yes = спрашивается
key-passphrase-no = нет
key-set = Задать фразу
key-change = Сменить фразу
key-remove = Убрать фразу
key-hall-hint = Место с киоском, табло или узлом отделения включается само, поэтому фразы у него не бывает.
key-set-title = { $has ->
    [yes] Новая фраза
   *[no] Фраза при запуске
}
key-set-lead = Для ноутбука, который выносят из отделения: без фразы базу на его диске не прочесть. Её спрашивают при каждом запуске, до входа; знать её должны все, кто за ним работает.
key-set-no-spare = Запасного ключа у центра ещё нет: если фразу забудут до первой связи, базу открыть будет нечем.
key-set-field = Фраза
key-set-hint = От { $count } знаков: несколько слов, которые легко запомнить
key-set-again = Ещё раз
key-set-done = Фраза задана: её спросят при следующем запуске
key-remove-title = Убрать фразу?
key-remove-lead = Тот, у кого окажется этот компьютер, сможет запустить программу без фразы. Пароли сотрудников останутся.
key-removed = Фразы больше нет
