# Registering an appeal; the term and its reasons.
form-title = { $claim ->
    [yes] Новая претензия
   *[no] Новое обращение
}
form-back = Назад
form-body = Обращение
form-actions = Действия
form-block-applicant = Заявитель
form-block-matter = Суть
form-block-answer = Ответ
form-block-documents = Документы
form-from-card = из карточки
form-account = Счёт { $number }, { $address }
form-representative = Подаёт представитель
form-himself = Без представителя
form-audience = Кто обращается
form-audience-citizen = Гражданин
form-audience-other = Организация, ИП
form-authority-hint = Доверенность, номер и дата
form-who-acts = Кто подаёт
form-another-acts = Другой представитель
form-authority-until = { $authority }, до { $date }
form-authority-ended = { $authority }, закончилась { $date }
form-authority-expired = Полномочия закончились { $date }: попросите новую доверенность
form-stub-hint = Другого отделения или нового счёта: центр сверит
form-solved = Решено на месте: клиент получил устный ответ
form-document-add = Добавить документ
form-documents-none = Заявитель ничего не приложил
form-documents-asked = По перечню для такого дела: отметьте, что передано
form-document-asked = { $needed ->
    [conditional] { $title }: { $condition }
    [optional] { $title }: по желанию
   *[required] { $title }
}
form-documents-missing = Чего не хватает, напечатаем в расписке. Обращение регистрируем в любом случае.
form-documents-shown = Предъявляет: { $titles }
form-document-of = { $part ->
    [name] Документ { $number }
    [sheets] Листов
   *[form] Что передано
}
form-document-copy = Копия
form-document-original = Оригинал
form-document-remove = Убрать документ { $number }
form-written = Письменно
form-oral = Устно
form-choose = Выберите
form-phone-hint = Пусто: телефон из карточки
form-text-count = { $count } из { $max }
form-similar = По счёту уже открыта { $number }, ответ до { $date }
form-similar-open = Открыть её
form-submit = Зарегистрировать и напечатать
form-submit-silent = Без печати
form-busy = Регистрируем…
form-foot = Номер присвоим сразу. Покажем карточку до печати
form-registered = Зарегистрировано: { $number }, ответить до { $date }

form-field-applicant_name = ФИО или название
form-field-representative = Представитель
form-field-authority = Чем подтверждено
form-field-category = Вид обращения
form-field-form = Как подано
form-field-channel = Откуда поступило
form-field-topic = Тема
form-field-urgency = Срочность
form-field-received_on = Дата поступления
form-field-text = Что случилось
form-field-demand = Чего просит
form-field-stub_account = Лицевой счёт
form-field-stub_address = Адрес объекта
form-field-contract_number = Номер договора
form-field-contract_date = Дата договора
form-field-solved = Решено на месте
form-field-solution = Что ответили
form-field-answer_channel = Как ответить
form-field-postal_index = Индекс
form-field-postal_address = Адрес
form-field-email = E-mail для ответа
form-field-phone = Телефон для ответа
form-field-account = Лицевой счёт
form-field-audience = Кто обращается
form-field-party_id = Заявитель

draft-saved = Черновик сохранён в { $time }
draft-failed = Черновик не сохранён. { $why }
draft-delete = Удалить черновик
draft-deleted = Черновик удалён

term-aside = Срок
term-none = Срок появится здесь
term-none-hint = Выберите вид обращения, тему и дату поступления.
term-answer-by = Ответить до
term-date = { $date }, { $weekday }
term-why = Почему эта дата
term-target = Цель: { $date }
term-outer = Предел: { $date }
term-predicted = Календарь года ещё не утверждён: дата может сдвинуться
term-received = получена
term-due = срок
term-day = { $date }, { $weekday }: { $kind ->
    [received] получена
    [counted] день { $number }
    [due] срок, день { $number }
   *[off] не считаем
}
term-day-note = { $day }, { $note }
term-reason-term = Срок
term-reason-skipped = Не считали
term-reason-shifted = Перенос
term-reason-waiting = Ожидание
term-reason-extended = Продление
term-reason-target = Цель
term-reason-outer = Предел
term-reason-stricter = Строже
term-reason-predicted = Прогноз
