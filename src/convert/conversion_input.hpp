#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "convert/genotype_input.hpp"
#include "matrix/contig_list.hpp"
#include "matrix/matrix_header.hpp"
#include "matrix/matrix_input.hpp"
#include "matrix/row_rewriter.hpp"
#include "options/planner.hpp"
#include "rows/input_plan.hpp"
#include "rows/regions.hpp"
#include "support/task_pool.hpp"

namespace hapmill {

/// The opened matrix of a conversion, with its header, columns, samples and contigs.
class ConversionInput {
 public:
  /// Opens the matrix and reads its header. The threads of the pool decompress the matrix, or the
  /// caller alone where there is no pool; the pool is kept. Throws UsageError, InputError.
  explicit ConversionInput(ConvertPlan plan, TaskPool* pool = nullptr);

  /// The plan with the columns and samples of this matrix.
  ConvertPlan const& plan() const { return plan_; }
  MatrixInput& matrix() { return matrix_; }
  MatrixInput const& matrix() const { return matrix_; }
  MatrixHeader& header() { return header_; }
  MatrixHeader const& header() const { return header_; }
  /// The contigs that the header of VCF and BCF lists.
  ContigList const& contigs() const { return contigs_; }
  /// Where the contig and position of a row are, before it is rewritten.
  RowShape const& shape() const { return header_.layout.shape; }
  /// Makes canonical rows of the rows of the matrix; null where they are canonical already.
  RowRewriter const* rewriter() const { return rewriter_.get(); }

  /// Finds the rows to convert in a regular file by bisection. The result is right if the rows of
  /// each contig are together and, with regions, positions ascend, which the conversion has to
  /// check. None where only a scan can find them.
  std::optional<InputPlan> bisect() const;
  /// Finds them by reading every row. Throws InputError where regions name unknown contigs.
  InputPlan scan() const;
  bool has_regions() const { return regions_.has_value(); }

  /// Sets what the header and the records of VCF and BCF say of these contigs.
  void describe_contigs(InputPlan& input_plan);

  /// To be called before rows are read, each time a conversion starts or starts again.
  void begin() { genotypes_->begin(); }
  /// Rows read since begin() whose REF differs from the reference.
  RefMismatchList const& mismatches() const { return genotypes_->mismatches(); }
  /// What the user has to know about how the matrix was read.
  std::vector<std::string> notes(RefMismatchList const& mismatches) const;
  /// Names of the files of the matrix.
  std::vector<std::string> file_names() const;

  /// The regions asked for, in a form that differs for other regions; empty: all rows.
  std::string region_text() const;
  /// The header of the output, with the contigs of the last describe_contigs().
  std::string output_header() const;

 private:
  void read_regions();
  void read_header();
  void add_columns();
  void prepare_vcf();
  InputPlan plan_rows(ContigRuns&& found, bool may_bisect) const;

  ConvertPlan plan_;
  MatrixInput matrix_;
  MatrixHeader header_;
  std::optional<GenotypeInput> genotypes_;
  std::unique_ptr<RowRewriter> rewriter_;
  std::optional<RegionRequest> regions_;
  ContigList contigs_;
  bool has_contig_list_ = false;
};

}  // namespace hapmill
