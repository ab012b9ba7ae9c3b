#pragma once

#include <memory>
#include <optional>

#include "bytes/output_file.hpp"
#include "convert/conversion_input.hpp"
#include "convert/conversion_machine.hpp"
#include "convert/conversion_output.hpp"
#include "convert/totals.hpp"
#include "hapmill/support/errors.hpp"
#include "rows/stream_source.hpp"
#include "support/task_pool.hpp"

namespace hapmill {

/// One conversion in this process, from the opened matrix to the published output.
class Conversion {
 public:
  /// Opens all files. Throws hapmill::Error.
  explicit Conversion(ConvertPlan plan);

  /// Converts all rows and publishes the output. Throws hapmill::Error.
  void run(RowTaps const& taps = {});

  /// Writes the report and prints the summary. @return whether the user has to see a warning.
  ExitStatus report(double seconds);

  ConversionInput const& input() const { return input_; }
  /// After run().
  Totals const& totals() const { return totals_; }
  std::vector<std::string> notes() const { return input_.notes(input_.mismatches()); }

 private:
  void convert_file(RowTaps const& taps);
  void convert_stream(RowTaps const& taps);
  bool can_restart() const;
  std::optional<InputPlan> bisect();
  void convert_by_plan(RowTaps const& taps);
  RowTarget target(RowTaps const& taps);
  std::uint64_t bytes_in() const;
  std::uint64_t text_bytes_in() const;

  TaskPool pool_;
  ConversionInput input_;
  ConvertPlan const& plan_;
  ConversionMachine machine_;
  std::unique_ptr<ConversionOutput> output_;
  std::optional<OutputFile> rejects_;
  std::optional<OutputFile> report_;
  InputPlan input_plan_;
  std::optional<StreamSource> stream_;
  Totals totals_;
  FinishedOutput finished_;
};

}  // namespace hapmill
