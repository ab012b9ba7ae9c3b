#include "dialects/genotype_rewriter.hpp"

#include <algorithm>
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
    split_row(row, shape(), spans);  // less a carriage return at its end
    if (row.size != 0 && row.text[row.size - 1] == '\r') --row.size;
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

bool GenotypeRewriter::is_same(std::string_view a, std::string_view b) const {
  return a.size() == b.size() &&
         same_text(a.data(), b.data(), static_cast<std::uint32_t>(a.size()), rules_.fold_case);
}

bool GenotypeRewriter::is_missing_code(std::string_view cell) const {
  return std::any_of(rules_.missing_codes.begin(), rules_.missing_codes.end(),
                     [&](std::string const& code) { return is_same(code, cell); });
}

bool GenotypeRewriter::is_heterozygous(std::string_view left, std::string_view right) const {
  return !is_same(left, right) && !(is_missing_code(left) && is_missing_code(right));
}

}  // namespace hapmill
