#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "convert/backend_choice.hpp"
#include "convert/conversion_input.hpp"
#include "convert/memory_need.hpp"
#include "convert/pipeline.hpp"
#include "convert/progress.hpp"
#include "hapmill/backend/matrix_source.hpp"
#include "options/convert_options.hpp"
#include "rows/contig_runs.hpp"
#include "support/machine.hpp"
#include "support/memory_monitor.hpp"
#include "support/task_pool.hpp"

namespace hapmill {

/// What converts: threads and a backend, as the options of the machine say, and the words on
/// standard error while it does.
class ConversionMachine {
 public:
  /// Keeps references. The pool has the threads asked for, and loses those that --max-memory has no
  /// room for. Throws UsageError, DeviceError.
  ConversionMachine(ConvertOptions const& options, ConversionInput const& input, TaskPool& pool)
      : ConversionMachine{options, input, pool, likely_size(input)} {}
  /// The same where it is known beforehand what of the matrix is to be converted.
  ConversionMachine(ConvertOptions const& options, ConversionInput const& input, TaskPool& pool,
                    MatrixSize const& size);

  std::size_t thread_count() const { return share_.threads; }
  /// Of records that --sort holds.
  std::size_t sort_bytes() const { return share_.sort_bytes; }
  Progress& progress() { return progress_; }
  /// Of a source on the CPU.
  std::size_t chunk_bytes() const { return backends_.cpu_chunk_bytes(); }

  /// Makes chunks small enough for --max-memory, once the contigs are known, whose names records
  /// repeat. Throws UsageError.
  void fit_contigs(ContigNames const& names);
  /// Once a plan says that not all of the matrix is converted.
  void set_input_bytes(std::uint64_t input_bytes);

  /// Where rows go.
  struct Outputs {
    RecordWriter& records;
    RecordIndex const* index;          ///< or null
    ContigWriter* contigs = nullptr;   ///< `records`, if that has to know contigs
    OutputFile* rejects = nullptr;     ///< or null
    RowWatch const& on_rejected = {};  ///< or empty
  };

  /// Converts all of the source; see run_pipeline().
  Totals run(MatrixSource& source, Outputs const& outputs);

  /// Tells the user something, on a line of its own.
  void tell(std::string const& words);
  /// Ends the progress, once the output is complete.
  void finish(std::uint64_t bytes_in, RowCounts const& rows);

  /// After run(): who has converted.
  std::string const& backend_name() const { return backend_name_; }
  /// After finish(): the peak, and where a report or a manifest tells of it the PSS while the
  /// backend's buffers were there.
  MemoryUse const& memory() const { return memory_; }
  /// Memory through the run, if --report or --memory-profile asks for it.
  MemorySummary memory_summary() const { return profile_ ? profile_->summary() : MemorySummary{}; }

 private:
  static MatrixSize likely_size(ConversionInput const& input);

  ConvertOptions const& options_;
  ConversionInput const& input_;
  ConvertPlan const& plan_;
  std::uint64_t input_bytes_;  ///< to convert, where every row is reached at once; else 0
  MachineShare share_;
  std::optional<MemoryProfile> profile_;
  Progress progress_;
  TaskPool& pool_;
  BackendChoice backends_;
  std::string backend_name_;
  MemoryUse memory_{};
  std::optional<MemoryMonitor> monitor_;  ///< uses profile_
};

}  // namespace hapmill
