#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "convert/backend_choice.hpp"
#include "convert/conversion_input.hpp"
#include "convert/conversion_output.hpp"
#include "convert/memory_need.hpp"
#include "convert/pipeline.hpp"
#include "convert/progress.hpp"
#include "hapmill/backend/matrix_source.hpp"
#include "rows/contig_runs.hpp"
#include "support/listed_path.hpp"
#include "support/machine.hpp"
#include "support/memory_monitor.hpp"
#include "support/task_pool.hpp"

namespace hapmill {

/// Functions that look at the rows while they are converted.
struct RowTaps {
  /// Called with the source of canonical rows each time a conversion starts or starts again.
  /// Returns the source to read in its place, which may be the same.
  std::function<MatrixSource&(MatrixSource& rows)> source =
      [](MatrixSource& rows) -> MatrixSource& { return rows; };
  /// Called with each row that is left out; may be empty.
  RowWatch on_rejected;
};

/// Where the rows of a conversion go.
struct RowTarget {
  ConversionOutput& output;
  OutputFile* rejects = nullptr;  ///< or null
  RowTaps const& taps;
};

/// How the memory of a conversion is measured.
struct MemoryWatch {
  bool measures_pss = false;                    ///< at the end; takes time
  bool keeps_profile = false;                   ///< measures during the conversion too
  std::optional<OutputPath> profile_path = {};  ///< writes the profile there
};

/// Converts rows with the threads and the backend that the plan of the machine asks for, and prints
/// progress and warnings meanwhile.
class ConversionMachine {
 public:
  /// Keeps references. The pool has the threads of the plan, and loses those for which --max-memory
  /// has no room. Throws UsageError, DeviceError.
  ConversionMachine(ConversionInput& input, TaskPool& pool, MemoryWatch memory)
      : ConversionMachine{input, pool, std::move(memory), likely_size(input)} {}
  /// The same where the part of the matrix to be converted is known.
  ConversionMachine(ConversionInput& input, TaskPool& pool, MemoryWatch memory,
                    MatrixSize const& size);

  std::size_t thread_count() const { return share_.threads; }
  Progress& progress() { return progress_; }
  /// The chunk size of a source on the CPU.
  std::size_t chunk_bytes() const { return backends_.cpu_chunk_bytes(); }

  /// Makes chunks small enough for --max-memory once the contigs are known, whose names the records
  /// repeat. Throws UsageError.
  void fit_contigs(ContigNames const& names);
  /// To be called once it is known that only so many bytes of the matrix are converted.
  void set_input_bytes(std::uint64_t input_bytes);

  /// Converts these rows of a regular file; see run_pipeline(). Throws BrokenPlan where they are
  /// not as planned.
  Totals convert(InputPlan const& rows, RowTarget const& target);
  /// Converts the rows of a source, which are as in the matrix.
  Totals convert(MatrixSource& originals, RowTarget const& target);

  /// Prints a message on a line of its own.
  void tell(std::string const& words);
  /// Ends the progress, once the output is complete.
  void finish(std::uint64_t bytes_in, RowCounts const& rows);

  /// After convert(): the backend that has converted.
  std::string const& backend_name() const { return backend_name_; }
  /// After finish(): the peak, and where it is measured the PSS while the backend's buffers
  /// existed.
  MemoryUse const& memory() const { return memory_; }
  /// Memory during the conversion, if it is measured.
  MemorySummary memory_summary() const { return profile_ ? profile_->summary() : MemorySummary{}; }

 private:
  static MatrixSize likely_size(ConversionInput const& input);

  ConversionInput& input_;
  ConvertPlan const& plan_;
  std::uint64_t input_bytes_;  ///< to convert, where every row is reached at once; else 0
  MachineShare share_;
  bool measures_pss_;
  std::optional<MemoryProfile> profile_;
  Progress progress_;
  TaskPool& pool_;
  BackendChoice backends_;
  std::string backend_name_;
  MemoryUse memory_{};
  std::optional<MemoryMonitor> monitor_;  ///< uses profile_
};

}  // namespace hapmill
