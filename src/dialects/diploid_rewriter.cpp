#include "dialects/diploid_rewriter.hpp"

#include <string>
#include <string_view>

#include "hapmill/model/genotype.hpp"

namespace hapmill {

namespace {

/// A genotype's parts; no left allele where the text is none.
struct Call {
  std::string_view left;
  std::string_view right;  ///< of a haploid call empty
  CallPhase phase = CallPhase::haploid;
};

Call parse_call(std::string_view cell) {
  std::size_t const bar = cell.find_first_of("|/");
  if (bar == std::string_view::npos) return {cell, {}, CallPhase::haploid};
  Call const call{cell.substr(0, bar), cell.substr(bar + 1), static_cast<CallPhase>(cell[bar])};
  bool const is_pair = !call.right.empty() && call.right.find_first_of("|/") == call.right.npos;
  return is_pair ? call : Call{};
}

void append(ByteBuffer& out, std::string_view text) { out.append(text.data(), text.size()); }

}  // namespace

class DiploidRewriter::RowWork final : public Work {
 public:
  explicit RowWork(DiploidRewriter const& rewriter)
      : rewriter_{rewriter}, delimiter_{rewriter.shape().delimiter} {}

  RowFault put_row(Fields const& fields, ByteBuffer& canonical) override {
    std::string_view const ref = fields.text(2);
    if (!is_ref_text(ref.data(), static_cast<std::uint32_t>(ref.size()))) {
      return fields.fault(RowFaultKind::ref, 2);
    }
    phases_.clear();
    append(canonical, fields.text(0));
    put_cell(canonical, fields.text(1));
    put_cell(canonical, ref);
    for (std::uint32_t field = site_field_count; field < fields.spans.size(); ++field) {
      Call call = parse_call(fields.text(field));
      if (call.left.empty()) return fields.fault(RowFaultKind::genotype, field);
      if (rewriter_.rules().unphased_is_missing && call.phase == CallPhase::unphased &&
          rewriter_.is_heterozygous(call.left, call.right)) {
        call.left = call.right = rewriter_.rules().missing_codes.front();
      }
      put_cell(canonical, call.left);
      put_cell(canonical, call.phase == CallPhase::haploid ? rewriter_.rules().missing_codes.front()
                                                           : call.right);
      phases_ += delimiter_;
      phases_ += static_cast<char>(call.phase);
    }
    phases_ += '\n';
    append(canonical, phases_);
    return {};
  }

 private:
  void put_cell(ByteBuffer& canonical, std::string_view text) const {
    canonical.append(&delimiter_, 1);
    append(canonical, text);
  }

  DiploidRewriter const& rewriter_;
  char delimiter_;
  std::string phases_;
};

std::unique_ptr<GenotypeRewriter::Work> DiploidRewriter::begin_work() const {
  return std::make_unique<RowWork>(*this);
}

std::uint32_t DiploidRewriter::original_field(std::uint32_t canonical_field) const {
  if (canonical_field < site_field_count) return canonical_field;
  std::uint32_t const column = canonical_field - site_field_count;
  std::uint32_t const alleles = 2 * sample_count();
  return site_field_count + (column < alleles ? column / 2 : column - alleles);
}

}  // namespace hapmill
