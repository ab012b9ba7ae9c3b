#pragma once

#include <memory>
#include <optional>
#include <string>

#include "cli/convert_options.hpp"
#include "cli/planner.hpp"
#include "input/contig_list.hpp"
#include "output/output_file.hpp"
#include "output/record_index.hpp"
#include "output/record_writer.hpp"
#include "support/task_pool.hpp"

namespace hapmill {

/// Where records go: the output file with its header, compressed or not, and its index.
class RecordOutput {
 public:
  /// Opens the files. Keeps references. Throws OutputError, UsageError.
  RecordOutput(ConvertOptions const& options, ConvertPlan const& plan, TaskPool& pool);

  OutputFile& file() { return file_; }
  /// Writes the header; what a plan that turned out wrong has written before is taken back.
  void begin(ContigList const& contigs);
  RecordWriter& writer() { return *writer_; }
  /// Null where no index is made.
  RecordIndex const* index() const { return index_ ? &*index_ : nullptr; }
  /// Ends the output and gives it its name, then the index, unless a record is out of order. An
  /// older index of that name, which would not fit any more, is removed first.
  void publish();

 private:
  void choose_index();

  ConvertOptions const& options_;
  ConvertPlan const& plan_;
  TaskPool& pool_;
  OutputFile file_;
  std::optional<IndexFormat> index_format_;
  std::optional<OutputFile> index_file_;
  std::optional<RecordIndex> index_;
  std::unique_ptr<RecordWriter> writer_;
};

}  // namespace hapmill
