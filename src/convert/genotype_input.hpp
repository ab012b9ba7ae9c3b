#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dialects/reference_check.hpp"
#include "dialects/reference_sequence.hpp"
#include "matrix/matrix_header.hpp"
#include "matrix/row_rewriter.hpp"
#include "options/planner.hpp"

namespace hapmill {

/// What a conversion needs for rows of genotypes and for a reference.
class GenotypeInput {
 public:
  /// Keeps references. Throws InputError where the reference cannot be read.
  GenotypeInput(ConvertPlan const& plan, MatrixHeader const& header);

  /// Who makes canonical rows: of genotypes, or `columns`, which may be null for canonical rows;
  /// with the check of REF around it where one is asked for. Refers to this object.
  std::unique_ptr<RowRewriter> make_rewriter(std::unique_ptr<RowRewriter> columns);

  /// Nothing has been read: the conversion begins, or begins again.
  void begin() { mismatches_.clear(); }
  /// What has been counted since.
  RefMismatchList const& mismatches() const { return mismatches_.list(); }
  /// What the user has to know once all is read, with these counts.
  std::vector<std::string> notes(RefMismatchList const& mismatches) const;

 private:
  std::unique_ptr<RowRewriter> make_genotype_rewriter();

  ConvertPlan const& plan_;
  MatrixHeader const& header_;
  std::optional<ReferenceSequence> reference_;
  RefMismatches mismatches_;
};

}  // namespace hapmill
