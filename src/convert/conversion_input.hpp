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
#include "options/convert_options.hpp"
#include "options/planner.hpp"
#include "rows/input_plan.hpp"
#include "rows/regions.hpp"
#include "support/task_pool.hpp"

namespace hapmill {

/// The matrix of a conversion, opened, and what the options make of it.
class ConversionInput {
 public:
  /// Opens the matrix and reads its header. Keeps references; what is compressed is decompressed by
  /// the pool's threads, or by the caller's alone. Throws UsageError, InputError.
  explicit ConversionInput(ConvertOptions const& options, TaskPool* pool = nullptr);

  ConvertPlan const& plan() const { return plan_; }
  MatrixInput& matrix() { return matrix_; }
  MatrixInput const& matrix() const { return matrix_; }
  MatrixHeader& header() { return header_; }
  MatrixHeader const& header() const { return header_; }
  /// Those that the header of VCF and BCF lists.
  ContigList const& contigs() const { return contigs_; }
  /// Where a row's contig and position are, as rows stand in the matrix.
  RowShape const& shape() const { return header_.layout.shape; }
  /// Who makes canonical rows of them; null where they are that already.
  RowRewriter const* rewriter() const { return rewriter_.get(); }

  /// Which rows of a regular file go out, by bisection: right where each contig's rows stand
  /// together and, with regions, positions ascend, which the conversion has to check. None where
  /// only a scan can tell.
  std::optional<InputPlan> bisect() const;
  /// The same by reading every row. Throws InputError where regions name unknown contigs.
  InputPlan scan() const;
  bool has_regions() const { return regions_.has_value(); }

  /// Sets what the header and the records of VCF and BCF say of the plan's contigs.
  void describe_contigs(InputPlan& input_plan);

  /// Nothing has been read of the rows: a conversion begins, or begins again.
  void begin() { genotypes_->begin(); }
  /// Rows at which REF differs from the reference's, of those that were read since.
  RefMismatchList const& mismatches() const { return genotypes_->mismatches(); }
  /// What the user has to know of how the matrix was read.
  std::vector<std::string> notes(RefMismatchList const& mismatches) const;
  /// Names of the matrix's files.
  std::vector<std::string> file_names() const;

  /// The regions asked for, so that others can be told from them; empty: all rows.
  std::string region_text() const;
  /// The output's header. `contigs()` are those of the last describe_contigs().
  std::string output_header() const;

 private:
  void read_regions();
  void read_header();
  void add_columns();
  void prepare_vcf();
  InputPlan plan_rows(ContigRuns&& found, bool may_bisect) const;

  ConvertOptions const& options_;
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
