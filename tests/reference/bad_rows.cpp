#include "bad_rows.hpp"

#include "alleles.hpp"
#include "contigs.hpp"
#include "text.hpp"

#include <algorithm>

namespace reference {
namespace {

/// Whether a text has no control byte. Spaces are allowed.
bool is_allele_text(std::string const& text) {
  return !text.empty() && std::none_of(text.begin(), text.end(), [](char symbol) {
    auto const byte = static_cast<unsigned char>(symbol);
    return byte < 0x20 || byte == 0x7F;
  });
}

}  // namespace

bool is_position(std::string const& text) {
  return is_number(text) && !number_less(text, "1") && !number_less("2147483647", text);
}

std::string check_row(std::string const& row, std::vector<std::string> const& fields,
                      std::size_t column_count, Policies const& policies) {
  if (row.empty()) return "empty-line";
  if (fields.size() != 3 + column_count) return "fields";
  if (!is_contig_name(fields[0])) return "chrom";
  if (!is_position(fields[1])) return "pos";
  if (!is_allele_text(fields[2])) return "ref";
  for (std::size_t i = 3; i < fields.size(); ++i) {
    if (!is_allele_text(fields[i])) return "cell";
    bool const ambiguous = read_cell(fields[i], policies).is_ambiguous;
    if (ambiguous && policies.ambiguous == "error") return "ambiguous";
  }
  return "";
}

}  // namespace reference
