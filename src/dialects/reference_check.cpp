#include "dialects/reference_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "hapmill/model/allele_rules.hpp"

namespace hapmill {

namespace {

/// Goes through lines that each end in a newline; a carriage return before it belongs to none.
class Lines {
 public:
  explicit Lines(std::string_view text) : text_{text} {}

  bool next(Row& row) {
    if (at_ == text_.size()) return false;
    whole_ = text_.substr(at_, text_.find('\n', at_) + 1 - at_);
    at_ += whole_.size();
    row = {whole_.data(), static_cast<std::uint32_t>(whole_.size() - 1)};
    if (row.size != 0 && row.text[row.size - 1] == '\r') --row.size;
    return true;
  }
  /// The last line as it stands, its newline included.
  std::string_view whole() const { return whole_; }

 private:
  std::string_view text_;
  std::string_view whole_;
  std::size_t at_ = 0;
};

bool same_bases(std::string_view ref, std::string_view bases) {
  return ref.size() == bases.size() && std::equal(ref.begin(), ref.end(), bases.begin(),
                                                  [](char a, char b) { return to_upper(a) == b; });
}

}  // namespace

void RefMismatchList::keep(Site const& site) {
  if (first.size() == most_kept && first.back() < site) return;
  first.insert(std::upper_bound(first.begin(), first.end(), site), site);
  if (first.size() > most_kept) first.pop_back();
}

RefMismatchList& RefMismatchList::operator+=(RefMismatchList const& other) {
  count += other.count;
  for (auto const& site : other.first) keep(site);
  return *this;
}

void RefMismatches::add(std::string_view contig, std::uint32_t pos, std::string_view found,
                        std::string_view expected) {
  constexpr std::size_t most_bases = 20;
  RefMismatchList::Site site{std::string{contig}, pos, ""};
  site.words = fmt::format("{}:{} ({}, reference {})", contig, pos, found.substr(0, most_bases),
                           expected.empty() ? "has none" : expected.substr(0, most_bases));
  std::lock_guard const lock{mutex_};
  ++list_.count;
  list_.keep(site);
}

void RefMismatches::clear() {
  std::lock_guard const lock{mutex_};
  list_ = {};
}

ReferenceCheck::ReferenceCheck(std::unique_ptr<RowRewriter> rows, RowShape const& shape,
                               std::vector<std::string> column_names,
                               ReferenceSequence const& reference, RefMismatches* mismatches)
    : RowRewriter{shape},
      rows_{std::move(rows)},
      column_names_{std::move(column_names)},
      reference_{reference},
      mismatches_{mismatches} {}

bool ReferenceCheck::is_mismatch(Row row, ReferenceSequence::Loan& reference) const {
  RowShape const canonical{shape().delimiter};
  std::string_view const contig = contig_of_row(row, canonical);
  std::uint32_t const pos = pos_of_row(row, canonical);
  bool const has_all_fields = rows_ || count_fields(row, canonical) == column_names_.size();
  if (pos == 0 || !has_all_fields) return false;  // bad for another reason
  FieldWalk walk{row, canonical};
  FieldSpan field;
  for (std::uint32_t k = 0; k < site_field_count; ++k) {
    if (!walk.next(field)) return false;
  }
  std::string_view const ref{row.text + field.begin, field.size};
  std::string_view const bases = reference.bases(contig, pos, ref.size());
  if (ref.empty() || same_bases(ref, bases)) return false;
  if (mismatches_ != nullptr) mismatches_->add(contig, pos, ref, bases);
  return true;
}

std::vector<std::uint64_t> ReferenceCheck::find_mismatches(std::string_view canonical) const {
  ReferenceSequence::Loan reference{reference_};
  std::vector<std::uint64_t> found;
  Lines lines{canonical};
  Row row{};
  for (std::uint64_t ordinal = 0; lines.next(row); ++ordinal) {
    if (is_mismatch(row, reference)) found.push_back(ordinal);
  }
  return found;
}

void ReferenceCheck::rewrite(std::string_view originals, ByteBuffer& canonical,
                             std::vector<RewriteFault>& faults) const {
  std::size_t const begin = canonical.size();
  auto const known_faults = static_cast<std::ptrdiff_t>(faults.size());
  if (rows_) {
    rows_->rewrite(originals, canonical, faults);
  } else {
    canonical.append(originals.data(), originals.size());
  }
  auto const mismatches = find_mismatches({canonical.data() + begin, canonical.size() - begin});
  if (mismatches_ == nullptr && !mismatches.empty()) {
    reject(mismatches, originals, canonical, begin, faults);
    std::sort(faults.begin() + known_faults, faults.end(),
              [](RewriteFault const& a, RewriteFault const& b) { return a.row < b.row; });
  }
}

/// Makes bad rows of those that differ; no fault is known of any of them.
void ReferenceCheck::reject(std::vector<std::uint64_t> const& rows, std::string_view originals,
                            ByteBuffer& canonical, std::size_t begin,
                            std::vector<RewriteFault>& faults) const {
  std::string const text{canonical.data() + begin, canonical.size() - begin};
  canonical.set_size(begin);
  std::uint32_t const ref_field = original_field(2);
  Lines lines{text};
  Lines original_lines{originals};
  Row row{};
  Row original{};
  auto next_bad = rows.begin();
  for (std::uint64_t ordinal = 0; lines.next(row); ++ordinal) {
    original_lines.next(original);
    if (next_bad == rows.end() || *next_bad != ordinal) {
      canonical.append(lines.whole().data(), lines.whole().size());
      continue;
    }
    ++next_bad;
    std::vector<FieldSpan> fields;
    split_row(original, shape(), fields);
    FieldSpan const ref = fields[ref_field];
    put_bad_row(original, canonical);
    faults.push_back({0,
                      ordinal,
                      {RowFaultKind::ref_mismatch, ref_field, ref.begin, ref.size,
                       static_cast<std::uint32_t>(fields.size())}});
  }
}

std::uint32_t ReferenceCheck::original_field(std::uint32_t canonical_field) const {
  return rows_ ? rows_->original_field(canonical_field) : canonical_field;
}

std::uint32_t ReferenceCheck::field_count() const {
  return rows_ ? rows_->field_count() : static_cast<std::uint32_t>(column_names_.size());
}

std::string ReferenceCheck::column_name(std::uint32_t original_field) const {
  return rows_ ? rows_->column_name(original_field) : column_names_[original_field];
}

}  // namespace hapmill
