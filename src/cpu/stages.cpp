#include "cpu/stages.hpp"

#include "hapmill/model/site.hpp"
#include "hapmill/support/errors.hpp"

namespace hapmill::cpu {

namespace {

std::vector<Stages const*> all_stages() {
#if defined(__x86_64__)
  return {&avx512_stages, &avx2_stages, &scalar_stages};
#else
  return {&scalar_stages};
#endif
}

}  // namespace

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
  // An empty cell before a delimiter must not pass for a cell that holds one.
  char const parting = fold(delimiter, fold_case);
  if (is_ascii(parting) && parting > ' ') ambiguous.add(static_cast<std::uint8_t>(parting));
  has_plain_cells = !fold_case && ambiguous.empty && !deletion_is_star && uncounted == nullptr &&
                    missing_count <= 1;
}

std::vector<Stages const*> runnable_stages() {
  std::vector<Stages const*> runnable;
  for (auto const* stages : all_stages()) {
    if (stages->is_supported()) runnable.push_back(stages);
  }
  return runnable;
}

Stages const& select_stages(std::string const& name) {
  auto const runnable = runnable_stages();
  if (name == "auto") return *runnable.front();
  std::string names = "auto";
  for (auto const* stages : runnable) {
    if (stages->name == name) return *stages;
    names += std::string{", "} + stages->name;
  }
  throw UsageError{"--simd " + name + " does not run here; use one of: " + names};
}

}  // namespace hapmill::cpu
