#pragma once

#include <optional>

#include "cli/convert_options.hpp"
#include "cli/planner.hpp"
#include "input/contig_list.hpp"
#include "input/input_plan.hpp"
#include "input/matrix_header.hpp"
#include "input/matrix_input.hpp"

namespace hapmill {

/// The matrix of a conversion, opened, and what the options make of it.
class ConversionInput {
 public:
  /// Opens the matrix and reads its header. Keeps a reference. Throws UsageError, InputError.
  explicit ConversionInput(ConvertOptions const& options);

  ConvertPlan const& plan() const { return plan_; }
  MatrixInput& matrix() { return matrix_; }
  MatrixInput const& matrix() const { return matrix_; }
  MatrixHeader& header() { return header_; }
  /// Those that the header of VCF and BCF lists.
  ContigList const& contigs() const { return contigs_; }
  char delimiter() const { return plan_.row.delimiter; }

  /// Which rows of a regular file go out, by bisection: right where each contig's rows stand
  /// together, which the conversion has to check. None where only a scan can tell.
  std::optional<InputPlan> bisect() const;
  /// The same by reading every row.
  InputPlan scan() const;

  /// Sets what the header and the records of VCF and BCF say of the plan's contigs.
  void describe_contigs(InputPlan& input_plan);

  /// The output's header. `contigs()` are those of the last describe_contigs().
  std::string output_header() const;

 private:
  void read_header();
  void prepare_vcf();

  ConvertOptions const& options_;
  ConvertPlan plan_;
  MatrixInput matrix_;
  MatrixHeader header_;
  ContigList contigs_;
  bool has_contig_list_ = false;
};

}  // namespace hapmill
