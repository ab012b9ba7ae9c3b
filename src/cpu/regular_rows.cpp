#include "cpu/regular_rows.hpp"

#include "hapmill/model/site.hpp"

namespace hapmill::cpu {

CellRules::CellRules(AlleleRules const& rules, std::uint32_t columns,
                     std::uint8_t const* uncounted_columns, char delimiter_byte)
    : ref_of_byte{rules.ref_of_byte},
      column_count{columns},
      delimiter{delimiter_byte},
      fold_case{rules.fold_case},
      deletion_is_star{rules.deletion == DeletionPolicy::star},
      deletion{0},
      deletion_code{rules.deletion_byte},
      uncounted{uncounted_columns} {
  int missing_count = 0;
  for (std::uint8_t byte = 0x21; byte < 0x7F; ++byte) {
    if (fold(static_cast<char>(byte), fold_case) != static_cast<char>(byte)) continue;
    ByteCode const code = rules.code_of_byte[byte];
    if (is_missing(code)) {
      missing.add(byte);
      only_missing = byte;
      ++missing_count;
    }
    if (code == ambiguous_byte) ambiguous.add(byte);
    if (deletion_is_star && code == '*' && byte != '*') deletion = byte;
  }
  // An empty cell must not be taken for a cell that holds the delimiter after it.
  char const separator = fold(delimiter, fold_case);
  if (is_ascii(separator) && separator > ' ') ambiguous.add(static_cast<std::uint8_t>(separator));
  has_plain_cells = !fold_case && ambiguous.empty && !deletion_is_star && uncounted == nullptr &&
                    missing_count <= 1;
}

}  // namespace hapmill::cpu
