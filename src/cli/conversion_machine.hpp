#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "cli/backend_choice.hpp"
#include "cli/convert_options.hpp"
#include "hapmill/input/matrix_source.hpp"
#include "pipeline/pipeline.hpp"
#include "pipeline/progress.hpp"
#include "support/machine.hpp"
#include "support/task_pool.hpp"

namespace hapmill {

/// What converts: threads and a backend, as the options of the machine say, and the words on
/// standard error while it does.
class ConversionMachine {
 public:
  /// `input_bytes` are those to convert; 0 where they are not known. Keeps a reference. Throws
  /// UsageError, DeviceError.
  ConversionMachine(ConvertOptions const& options, std::uint64_t input_bytes);

  std::size_t thread_count() const { return thread_count_; }
  TaskPool& pool() { return pool_; }
  Progress& progress() { return progress_; }
  /// Of a source on the CPU.
  std::size_t chunk_bytes() const { return backends_.cpu_chunk_bytes(); }

  /// Converts all of the source; see run_pipeline().
  Totals run(RowPlan const& plan, MatrixInput const& matrix, MatrixSource& source,
             RecordWriter& records, RecordIndex const* index, OutputFile* rejects);

  /// Tells the user something, on a line of its own.
  void tell(std::string const& words);
  /// Ends the progress, once the output is complete.
  void finish(std::uint64_t bytes_in, RowCounts const& rows);

  /// After run(): who has converted.
  std::string const& backend_name() const { return backend_name_; }
  /// While the backend's buffers were there; after finish(), with the peak since.
  MemoryUse const& memory() const { return memory_; }

 private:
  std::size_t thread_count_;
  std::uint64_t input_bytes_;
  Progress progress_;
  TaskPool pool_;
  BackendChoice backends_;
  std::string backend_name_;
  MemoryUse memory_{};
};

}  // namespace hapmill
