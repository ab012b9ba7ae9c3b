#pragma once

#include <optional>

#include "cli/conversion_input.hpp"
#include "cli/conversion_machine.hpp"
#include "cli/convert_options.hpp"
#include "cli/record_output.hpp"
#include "hapmill/support/errors.hpp"
#include "input/stream_source.hpp"
#include "output/output_file.hpp"
#include "pipeline/totals.hpp"

namespace hapmill {

/// One conversion in this process, from opened matrix to published output.
class Conversion {
 public:
  /// Opens all files. Keeps a reference. Throws hapmill::Error.
  explicit Conversion(ConvertOptions const& options);

  void run();

  /// Tells how it went. @return whether the user has to see a warning.
  ExitStatus tell(double seconds);

 private:
  void convert_file();
  void convert_stream();
  void convert_by_plan();
  void convert(MatrixSource& source);
  std::uint64_t bytes_in() const;

  ConvertOptions const& options_;
  ConversionInput input_;
  ConversionMachine machine_;
  RecordOutput output_;
  std::optional<OutputFile> rejects_;
  std::optional<OutputFile> report_;
  InputPlan input_plan_;
  std::optional<StreamSource> stream_;
  Totals totals_;
};

}  // namespace hapmill
