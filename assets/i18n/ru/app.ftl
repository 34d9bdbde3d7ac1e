# The frame: top bar, rail, palette, sheet of keys.
rail-name = Разделы
section-reception = Приём
section-appeals = Обращения
section-link = Связь
find-prompt = Клиент, счёт, документ, команда
link-open = Открыть «Связь»

keys-title = Клавиши
keys-group-window = Окно
keys-group-go = Разделы
keys-group-reception = Приём
keys-group-appeals = Обращения
keys-group-form = Форма

command-palette = Поиск и команды
command-keys = Клавиши
command-lock = Заблокировать
command-sign-out = Выйти
command-next-region = Следующая область
command-previous-region = Предыдущая область
command-back = Назад
command-go-reception = Приём
command-go-appeals = Обращения
command-go-link = Связь
command-new-appeal = Принять обращение
command-new-claim = Принять претензию
command-appeal-new = Новое обращение
command-filter = Найти в списке
command-print = Печать
command-assign = Назначить исполнителя
command-answer = Записать ответ
command-submit = Записать или отправить
