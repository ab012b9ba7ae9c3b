#include "dialects/hapmap_rewriter.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace hapmill {

namespace {

struct Letters {
  char left;
  char right;
};

/// The two alleles of one letter: twice the same base, or those of the code of IUPAC and TASSEL.
Letters letters_of(char code) {
  bool const is_lower = code != to_upper(code);
  auto const pair = [is_lower](char left, char right) {
    constexpr int to_lower = 'a' - 'A';
    return is_lower
               ? Letters{static_cast<char>(left + to_lower), static_cast<char>(right + to_lower)}
               : Letters{left, right};
  };
  switch (to_upper(code)) {
    case 'R':
      return pair('A', 'G');
    case 'Y':
      return pair('C', 'T');
    case 'S':
      return pair('C', 'G');
    case 'W':
      return pair('A', 'T');
    case 'K':
      return pair('G', 'T');
    case 'M':
      return pair('A', 'C');
    case '0':
      return {'+', '-'};
    default:
      return {code, code};
  }
}

/// The first allele of the `alleles` column; empty where it names none. TASSEL writes NA there if
/// all genotypes of the row are missing.
std::string_view first_allele(std::string_view alleles) {
  std::string_view const first = alleles.substr(0, alleles.find('/'));
  bool const is_none = first == "NA" || first == "N" || first == "NN" || first == ".";
  return is_none ? std::string_view{} : first;
}

/// Whether the `alleles` column lists the base, or nothing at all.
bool is_listed(std::string_view base, std::string_view alleles) {
  if (first_allele(alleles).empty()) return true;
  return std::any_of(alleles.begin(), alleles.end(),
                     [&](char letter) { return to_upper(letter) == base.front(); });
}

}  // namespace

class HapMapRewriter::RowWork final : public Work {
 public:
  explicit RowWork(HapMapRewriter const& rewriter) : rewriter_{rewriter} {
    if (rewriter.reference_ != nullptr) reference_.emplace(*rewriter.reference_);
  }

  RowFault put_row(Fields const& fields, ByteBuffer& canonical) override {
    char const delimiter = rewriter_.shape().delimiter;
    std::string_view ref = find_ref(fields);
    if (ref.empty()) {
      // Nothing is said of a site without alleles: any REF will do.
      if (reference_ || !is_all_missing(fields)) {
        return fields.fault(RowFaultKind::ref_unknown,
                            reference_ ? hapmap_pos_field : hapmap_alleles_field);
      }
      ref = "N";
    }
    if (!is_ref_text(ref.data(), static_cast<std::uint32_t>(ref.size()))) {
      return fields.fault(RowFaultKind::ref, hapmap_alleles_field);
    }
    for (auto const text : {fields.contig, fields.text(hapmap_pos_field)}) {
      canonical.append(text.data(), text.size());
      canonical.append(&delimiter, 1);
    }
    canonical.append(ref.data(), ref.size());
    canonical.reserve_more(std::size_t{4} * rewriter_.sample_count() + 1);
    for (std::uint32_t field = hapmap_site_fields; field < fields.spans.size(); ++field) {
      Letters letters{};
      if (!parse_genotype(fields.text(field), letters)) {
        return fields.fault(RowFaultKind::genotype, field);
      }
      if (rewriter_.rules().unphased_is_missing &&
          rewriter_.is_heterozygous({&letters.left, 1}, {&letters.right, 1})) {
        put_missing(canonical);
        continue;
      }
      if (is_letter(ref, letters.right)) std::swap(letters.left, letters.right);
      char const cells[] = {delimiter, letters.left, delimiter, letters.right};
      canonical.append(cells, sizeof cells);
    }
    canonical.append("\n", 1);
    if (reference_ && !is_listed(ref, fields.text(hapmap_alleles_field))) {
      rewriter_.mismatches_->add(fields.contig, fields.pos, fields.text(hapmap_alleles_field), ref);
    }
    return {};
  }

 private:
  std::string_view find_ref(Fields const& fields) {
    if (reference_) return reference_->bases(fields.contig, fields.pos, 1);
    return first_allele(fields.text(hapmap_alleles_field));
  }

  /// Whether REF is that letter: it is put first, since the order of two letters says nothing.
  bool is_letter(std::string_view ref, char letter) const {
    bool const fold_case = rewriter_.rules().fold_case;
    return ref.size() == 1 && fold(ref[0], fold_case) == fold(letter, fold_case);
  }

  /// In a file of two letters one that is a missing code is such a genotype too.
  bool parse_genotype(std::string_view cell, Letters& letters) const {
    if (cell.size() == 2 && rewriter_.cell_size_ == 2) {
      letters = {cell[0], cell[1]};
      return true;
    }
    if (cell.size() != 1) return false;
    bool const is_missing = rewriter_.is_missing_code(cell);
    letters = is_missing ? Letters{cell[0], cell[0]} : letters_of(cell[0]);
    return is_missing || rewriter_.cell_size_ == 1;
  }

  bool is_all_missing(Fields const& fields) const {
    return std::all_of(
        fields.spans.begin() + hapmap_site_fields, fields.spans.end(), [&](FieldSpan span) {
          Letters letters{};
          return parse_genotype({fields.row.text + span.begin, span.size}, letters) &&
                 rewriter_.is_missing_code({&letters.left, 1}) &&
                 rewriter_.is_missing_code({&letters.right, 1});
        });
  }

  void put_missing(ByteBuffer& canonical) const {
    for (int k = 0; k < 2; ++k) {
      std::string const& code = rewriter_.rules().missing_codes.front();
      canonical.append(&rewriter_.shape().delimiter, 1);
      canonical.append(code.data(), code.size());
    }
  }

  HapMapRewriter const& rewriter_;
  std::optional<ReferenceSequence::Loan> reference_;
};

std::unique_ptr<GenotypeRewriter::Work> HapMapRewriter::begin_work() const {
  return std::make_unique<RowWork>(*this);
}

std::uint32_t HapMapRewriter::original_field(std::uint32_t canonical_field) const {
  constexpr std::array<std::uint32_t, site_field_count> site_fields{
      hapmap_chrom_field, hapmap_pos_field, hapmap_alleles_field};
  if (canonical_field < site_field_count) return site_fields[canonical_field];
  return hapmap_site_fields + (canonical_field - site_field_count) / 2;
}

}  // namespace hapmill
