#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bytes/output_file.hpp"
#include "bytes/part_file.hpp"
#include "convert/conversion_input.hpp"
#include "convert/conversion_output.hpp"
#include "options/planner.hpp"
#include "records/record_index.hpp"
#include "records/record_writer.hpp"
#include "support/task_pool.hpp"

namespace hapmill {

/// The format of the index that the plan makes of `file`; none if it makes no index. Throws
/// UsageError if --index asks for an index that such a file cannot have.
std::optional<IndexFormat> choose_index(ConvertPlan const& plan, OutputFile const& file);
/// An empty index for the contigs of the header.
RecordIndex make_index(ConvertPlan const& plan, IndexFormat format, ContigList const& contigs);

/// A part of an output file that several groups make.
struct PartTarget {
  OutputPath path;
  bool begins_output = false;  ///< the part has the header
};

/// One output file with its header, compressed or not, and its index; or a part of such a file.
class RecordOutput final : public ConversionOutput {
 public:
  /// Opens the file, and the index if the plan makes one. Keeps references to the input and the
  /// pool. Throws OutputError, UsageError.
  RecordOutput(OutputPath const& path, std::optional<OutputPath> const& index,
               ConversionInput const& input, TaskPool& pool,
               Durability durability = Durability::synced);
  /// Opens a part. Joined in order, the parts are the output file without its last, empty BGZF
  /// block. In the place of an index a part has the runs of which the index is made.
  RecordOutput(PartTarget const& part, ConversionInput const& input, TaskPool& pool);

  RecordWriter& begin(std::size_t sort_bytes) override;
  bool can_restart() const override { return file_.can_restart(); }
  /// Publishes the file, then the index, unless a record is out of order. Removes an older index of
  /// that name first: it would not fit the new file.
  FinishedOutput publish() override;

  /// Turns on the checksums that files() returns. To be called before begin().
  void compute_crc32();
  /// Valid after begin().
  RecordWriter& writer() const { return *writer_; }
  /// After publish(): the file, and the index if there is one.
  std::vector<NamedPartFile> files() const;
  /// The path of the index, which may not be published; none if the plan makes none.
  std::optional<OutputPath> const& index_path() const { return index_path_; }

 private:
  ConversionInput const& input_;
  ConvertPlan const& plan_;
  TaskPool& pool_;
  Durability durability_ = Durability::synced;
  bool is_part_ = false;
  bool begins_output_ = true;
  OutputFile file_;
  std::optional<IndexFormat> index_format_;
  std::optional<OutputPath> index_path_;
  std::optional<OutputFile> index_file_;
  bool has_index_ = false;  ///< that file is published
  std::optional<RecordIndex> index_;
  std::unique_ptr<RecordWriter> writer_;
};

}  // namespace hapmill
