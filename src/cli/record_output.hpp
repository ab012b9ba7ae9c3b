#pragma once

#include <memory>
#include <optional>
#include <string>

#include "cli/conversion_input.hpp"
#include "cli/convert_options.hpp"
#include "cli/planner.hpp"
#include "output/output_file.hpp"
#include "output/record_index.hpp"
#include "output/record_writer.hpp"
#include "support/task_pool.hpp"

namespace hapmill {

/// The index that the plan makes of `file`, if any. Throws UsageError where one is asked for that
/// cannot be made.
std::optional<IndexFormat> choose_index(ConvertPlan const& plan, OutputFile const& file);
/// Where it goes.
std::string index_path(std::string const& output, IndexFormat format);
/// An empty one, for the contigs of the header.
RecordIndex make_index(ConvertPlan const& plan, IndexFormat format, ContigList const& contigs);

/// A part of the output.
struct PartTarget {
  std::string path;
  bool begins_output = false;
};

/// Where records go: the output file with its header, compressed or not, and its index.
class RecordOutput {
 public:
  /// Opens the files. Keeps references. Throws OutputError, UsageError.
  RecordOutput(ConvertOptions const& options, ConversionInput const& input, TaskPool& pool);
  /// The same for a part: what makes the whole when it is joined with the others. It keeps the runs
  /// of its index.
  RecordOutput(ConvertOptions const& options, ConversionInput const& input, TaskPool& pool,
               PartTarget const& part);

  OutputFile& file() { return file_; }
  /// Writes the header; what a plan that turned out wrong has written before is taken back.
  void begin();
  RecordWriter& writer() { return *writer_; }
  /// Null where no index is made.
  RecordIndex const* index() const { return index_ ? &*index_ : nullptr; }
  /// Ends the output and gives it its name, then the index, unless a record is out of order. An
  /// older index of that name, which would not fit any more, is removed first.
  void publish();

 private:
  ConvertOptions const& options_;
  ConversionInput const& input_;
  ConvertPlan const& plan_;
  TaskPool& pool_;
  bool is_part_ = false;
  bool begins_output_ = true;
  OutputFile file_;
  std::optional<IndexFormat> index_format_;
  std::optional<OutputFile> index_file_;
  std::optional<RecordIndex> index_;
  std::unique_ptr<RecordWriter> writer_;
};

}  // namespace hapmill
