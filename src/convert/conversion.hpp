#pragma once

#include <memory>
#include <optional>

#include "bytes/output_file.hpp"
#include "convert/conversion_input.hpp"
#include "convert/conversion_machine.hpp"
#include "convert/conversion_output.hpp"
#include "convert/conversion_watch.hpp"
#include "convert/totals.hpp"
#include "hapmill/support/errors.hpp"
#include "options/convert_options.hpp"
#include "rows/stream_source.hpp"
#include "support/task_pool.hpp"

namespace hapmill {

/// One conversion in this process, from opened matrix to published output.
class Conversion {
 public:
  /// Opens all files. Keeps references; `watch` may be null. Throws hapmill::Error.
  explicit Conversion(ConvertOptions const& options, ConversionWatch* watch = nullptr);

  void run();

  /// Tells how it went. @return whether the user has to see a warning.
  ExitStatus tell(double seconds);

 private:
  void convert_file();
  void convert_stream();
  bool can_restart() const;
  std::optional<InputPlan> bisect();
  void convert_by_plan();
  void convert(MatrixSource& originals);
  void convert_canonical(MatrixSource& rows);
  std::uint64_t bytes_in() const;
  std::uint64_t text_bytes_in() const;

  ConvertOptions const& options_;
  ConversionWatch* watch_;
  TaskPool pool_;
  ConversionInput input_;
  ConversionMachine machine_;
  std::unique_ptr<ConversionOutput> output_;
  std::optional<OutputFile> rejects_;
  std::optional<OutputFile> report_;
  InputPlan input_plan_;
  std::optional<StreamSource> stream_;
  Totals totals_;
};

}  // namespace hapmill
