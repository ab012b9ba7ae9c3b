#include "matrix/table_sample.hpp"

#include <algorithm>

#include "hapmill/model/allele_rules.hpp"

namespace hapmill {

namespace {

constexpr std::size_t max_rows = 32;

bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

SampleFields part(std::string_view line, char delimiter) {
  SampleFields fields;
  while (true) {
    std::size_t const end = line.find(delimiter);
    // Runs of spaces are one delimiter.
    if (end != 0 || delimiter != ' ') fields.push_back(line.substr(0, end));
    if (end == std::string_view::npos) return fields;
    line.remove_prefix(end + 1);
  }
}

}  // namespace

char parting_byte(std::string_view line, char told) {
  for (char const byte : {told, '\t', ';', ',', ' '}) {
    if (line.find(byte) != std::string_view::npos) return byte;
  }
  return told;
}

std::vector<SampleFields> leading_rows(std::string_view begin, char delimiter) {
  if (begin.starts_with("\xEF\xBB\xBF")) begin.remove_prefix(3);
  std::vector<SampleFields> rows;
  while (!begin.empty() && rows.size() <= max_rows) {
    std::size_t const newline = begin.find('\n');
    auto line = begin.substr(0, newline);
    bool const is_whole = newline != std::string_view::npos;
    begin.remove_prefix(is_whole ? newline + 1 : begin.size());
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.starts_with("##")) continue;
    if (rows.empty()) delimiter = parting_byte(line, delimiter);
    SampleFields fields = part(line, delimiter);
    // A line that is cut off says little: it counts only if there are few others.
    if (!is_whole && rows.size() > 2) break;
    if (!is_whole && !rows.empty() && fields.size() < rows.back().size()) fields.pop_back();
    if (!fields.empty()) rows.push_back(std::move(fields));
  }
  return rows;
}

bool is_decimal(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  std::size_t const exponent = text.find_first_of("eE");
  if (exponent != std::string_view::npos) {
    auto power = text.substr(exponent + 1);
    if (power.starts_with('-') || power.starts_with('+')) power.remove_prefix(1);
    if (power.empty() || !std::all_of(power.begin(), power.end(), is_digit)) return false;
    text = text.substr(0, exponent);
  }
  return std::any_of(text.begin(), text.end(), is_digit) &&
         std::count(text.begin(), text.end(), '.') <= 1 &&
         std::all_of(text.begin(), text.end(),
                     [](char byte) { return is_digit(byte) || byte == '.'; });
}

std::string upper_case(std::string_view text) {
  std::string result{text};
  std::transform(result.begin(), result.end(), result.begin(), to_upper);
  return result;
}

bool is_genotype(std::string_view cell) {
  static constexpr std::string_view letters = "ACGTNRYSWKMBDHVX-.?*";
  if (cell.size() == 3 && (cell[1] == '|' || cell[1] == '/')) {
    return is_genotype(cell.substr(0, 1)) && is_genotype(cell.substr(2));
  }
  return !cell.empty() && cell.size() <= 2 && std::all_of(cell.begin(), cell.end(), [](char byte) {
    return letters.find(to_upper(byte)) != std::string_view::npos;
  });
}

bool begins_with_names(SampleFields const& fields, std::vector<std::string_view> const& names) {
  return fields.size() >= names.size() &&
         std::equal(names.begin(), names.end(), fields.begin(),
                    [](std::string_view name, std::string_view field) {
                      return name == upper_case(field);
                    });
}

}  // namespace hapmill
