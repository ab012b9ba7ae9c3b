#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "hapmill/model/row_fault.hpp"
#include "matrix/row_rewriter.hpp"

namespace hapmill {

/// What the rewriters of genotype rows have to know besides the rows.
struct GenotypeRules {
  std::vector<std::string> column_names;   ///< all columns of the original rows
  std::vector<std::string> missing_codes;  ///< texts of a missing allele, at least one
  bool fold_case = false;                  ///< lower-case letters count as upper-case ones
  bool unphased_is_missing = false;        ///< an unphased pair of two alleles is missing
};

/// Rewrites rows with one genotype per sample: each becomes two cells.
class GenotypeRewriter : public RowRewriter {
 public:
  /// `site_fields` is the number of fields before the genotypes.
  GenotypeRewriter(RowShape const& shape, GenotypeRules rules, std::uint32_t site_fields);

  void rewrite(std::string_view originals, ByteBuffer& canonical,
               std::vector<RewriteFault>& faults) const final;
  std::uint32_t field_count() const final {
    return static_cast<std::uint32_t>(rules_.column_names.size());
  }
  std::string column_name(std::uint32_t original_field) const final {
    return rules_.column_names[original_field];
  }
  std::size_t growth() const final { return 2; }

 protected:
  /// An original row whose CHROM, POS and number of fields are valid.
  struct Fields {
    Row row;
    std::string_view contig;
    std::uint32_t pos;
    std::vector<FieldSpan> const& spans;

    std::string_view text(std::size_t field) const {
      return {row.text + spans[field].begin, spans[field].size};
    }
    RowFault fault(RowFaultKind kind, std::uint32_t field) const {
      return {kind, field, spans[field].begin, spans[field].size,
              static_cast<std::uint32_t>(spans.size())};
    }
  };
  /// Rewrites the rows of one call of rewrite().
  class Work {
   public:
    virtual ~Work() = default;
    /// Appends the canonical row of a row, with its newline. Whatever it has appended is dropped if
    /// it returns a fault.
    virtual RowFault put_row(Fields const& fields, ByteBuffer& canonical) = 0;
  };
  virtual std::unique_ptr<Work> begin_work() const = 0;

  GenotypeRules const& rules() const { return rules_; }
  std::uint32_t site_fields() const { return site_fields_; }
  std::uint32_t sample_count() const { return field_count() - site_fields_; }
  /// Whether the two alleles of a pair differ; two missing alleles are equal.
  bool is_heterozygous(std::string_view left, std::string_view right) const;
  bool is_missing_code(std::string_view cell) const;

 private:
  bool is_same(std::string_view a, std::string_view b) const;
  RowFault check_site(Row row, std::vector<FieldSpan> const& spans, std::uint32_t& pos) const;

  GenotypeRules rules_;
  std::uint32_t site_fields_;
};

}  // namespace hapmill
