#include "input/genotype_rewriter.hpp"

#include <cstring>
#include <utility>

#include "hapmill/model/encode_row.hpp"

namespace hapmill {

GenotypeRewriter::GenotypeRewriter(RowShape const& shape, GenotypeRules rules,
                                   std::uint32_t site_fields)
    : RowRewriter{shape}, rules_{std::move(rules)}, site_fields_{site_fields} {}

RowFault GenotypeRewriter::check_site(Row row, std::vector<FieldSpan> const& spans,
                                      std::uint32_t& pos) const {
  auto const count = static_cast<std::uint32_t>(spans.size());
  if (row.size == 0) return {RowFaultKind::empty_line, 0, 0, 0, 0};
  if (count != field_count()) return {RowFaultKind::fields, 0, 0, 0, count};
  auto const fault = [&](RowFaultKind kind, std::uint32_t field) {
    return RowFault{kind, field, spans[field].begin, spans[field].size, count};
  };
  if (contig_of_row(row, shape()).empty()) return fault(RowFaultKind::chrom, shape().chrom_field);
  FieldSpan const field = spans[shape().pos_field];
  pos = parse_pos(row.text + field.begin, field.size);
  return pos != 0 ? RowFault{} : fault(RowFaultKind::pos, shape().pos_field);
}

void GenotypeRewriter::rewrite(std::string_view originals, ByteBuffer& canonical,
                               std::vector<RewriteFault>& faults) const {
  auto const work = begin_work();
  std::vector<FieldSpan> spans;
  std::uint64_t ordinal = 0;
  for (std::size_t at = 0; at < originals.size(); ++ordinal) {
    std::size_t const newline = originals.find('\n', at);
    Row row{originals.data() + at, static_cast<std::uint32_t>(newline - at)};
    at = newline + 1;
    if (row.size != 0 && row.text[row.size - 1] == '\r') --row.size;
    split_row(row, shape(), spans);
    std::uint32_t pos = 0;
    RowFault fault = check_site(row, spans, pos);
    std::size_t const begin = canonical.size();
    if (fault.kind == RowFaultKind::none) {
      fault = work->put_row({row, contig_of_row(row, shape()), pos, spans}, canonical);
    }
    if (fault.kind == RowFaultKind::none) continue;
    canonical.set_size(begin);
    put_bad_row(row, canonical);
    faults.push_back({0, ordinal, fault});
  }
}

bool GenotypeRewriter::is_missing_cell(std::string_view cell) const {
  AlleleRules const& alleles = rules_.alleles;
  if (cell.size() == 1 && is_ascii(cell[0])) {
    return is_missing(alleles.code_of_byte[static_cast<unsigned>(cell[0])]);
  }
  for (std::uint32_t k = 0; k < alleles.long_missing_count; ++k) {
    if (is_code(alleles.long_missing[k], cell.data(), static_cast<std::uint32_t>(cell.size()),
                alleles.fold_case)) {
      return true;
    }
  }
  return false;
}

bool GenotypeRewriter::is_heterozygous(std::string_view left, std::string_view right) const {
  bool const is_same = left.size() == right.size() &&
                       same_text(left.data(), right.data(), static_cast<std::uint32_t>(left.size()),
                                 rules_.alleles.fold_case);
  return !is_same && !(is_missing_cell(left) && is_missing_cell(right));
}

}  // namespace hapmill
