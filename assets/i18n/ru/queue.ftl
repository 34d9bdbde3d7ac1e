# Электронная очередь: the ticket at the window, the line, the window itself.
section-queue = Очередь
keys-group-queue = Очередь
command-go-queue = Очередь
command-call-next = Вызвать следующего
command-call-again = Вызвать ещё раз
command-start-serving = Начать приём
command-finish-serving = Завершить приём
command-hold-ticket = Отложить талон
command-transfer-ticket = Передать клиента
command-add-service = Добавить услугу
command-not-come = Клиент не подошёл
command-issue-ticket = Выдать талон
command-open-window = Открыть окно
