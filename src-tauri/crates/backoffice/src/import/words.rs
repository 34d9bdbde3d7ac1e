//! What is wrong with a row, in words for whoever made the file.

/// Words of a reason's code; the code itself when a check of the domain has a new one.
pub(crate) fn words(code: &str) -> &str {
    match code {
        "account_unknown" => "no such account: import accounts first",
        "area_format" => "square metres, at most one digit after the point",
        "code_unknown" => "not a code of the published list",
        "column_missing" => "this column must be there",
        "column_twice" => "this column stands there twice",
        "column_unknown" => "no such column for this kind of file",
        "contract_kind_unknown" => "supply or purchase",
        "control_symbols" => "symbols that cannot be printed",
        "date_format" => "a date is 2026-11-23 or 23.11.2026",
        "date_in_future" => "this date lies in the future",
        "date_range" => "a date from 1950 to 2099",
        "delivery_unknown" => "paper, email or cabinet",
        "double" => "the same key stood in the file before",
        "email_format" => "an e-mail address is name@domain.ru, one of them",
        "empty" => "a value must be there",
        "encoding" => "neither UTF-8 nor Windows-1251",
        "encoding_utf16" => "UTF-16: save the file as UTF-8 or Windows-1251",
        "flag_format" => "yes or no",
        "gis_zhkh_format" => "10 symbols of ГИС ЖКХ",
        "header_missing" => "the file is empty: the first line names the columns",
        "inn_check" => "check digits of the ИНН are wrong",
        "inn_digits" | "ogrn_digits" | "personal_account_digits" | "postal_index_digits" => {
            "only digits"
        }
        "inn_length" => "an ИНН has 10 or 12 digits",
        "instant_format" => "a date, or an instant like 2026-11-20T20:00:00Z",
        "kind_unknown" => {
            "citizen, legal_entity, sole_trader, utility_provider, state_customer, reseller or network_company"
        }
        "kpp_format" => "a КПП is 4 digits, 2 digits or capital letters, 3 digits",
        "kpp_length" => "a КПП has 9 symbols",
        "line_too_long" => "a line has at most 64 KB",
        "money_format" => "roubles, at most two digits after the point",
        "not_first_of_month" => "a month is its first day",
        "number_format" => "a whole number in the range of this column",
        "office_unknown" => "no such office is published",
        "ogrn_check" => "the check digit of the ОГРН is wrong",
        "ogrn_length" => "an ОГРН has 13 digits, an ОГРНИП 15",
        "party_unknown" => "no such customer: import customers first",
        "personal_account_length" => {
            "an account number has as many digits as the published setting says"
        }
        "phone_format" => "a phone has digits, spaces, hyphens and brackets only",
        "phone_length" => "a phone has 10 digits after +7",
        "postal_index_length" => "a postal index has 6 digits",
        "price_category_range" => "a price category is 1 to 6",
        "quotes" => "quotes are not closed, or something follows them",
        "representatives_format" => "name|authority|valid to, people apart by ||, at most 20",
        "row_length" => "more or fewer values than columns",
        "supply_unknown" => "on, limited or off, with supply_since",
        "too_long" => "too long",
        "voltage_unknown" => "vn, sn1, sn2 or nn",
        "way_unknown" => "cash, bank, cabinet, post or terminal",
        "zone_unknown" => "T1, T2 or T3",
        other => other,
    }
}
