#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bytes/output_file.hpp"
#include "convert/conversion_input.hpp"
#include "convert/conversion_output.hpp"
#include "options/convert_options.hpp"
#include "options/planner.hpp"
#include "records/record_index.hpp"
#include "records/record_writer.hpp"
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
  OutputPath path;
  bool begins_output = false;
};

/// Where records go: the output file with its header, compressed or not, and its index.
class RecordOutput final : public ConversionOutput {
 public:
  /// Opens the files. Keeps references. Throws OutputError, UsageError.
  RecordOutput(ConvertOptions const& options, ConversionInput const& input, TaskPool& pool,
               Durability durability = Durability::synced);
  /// The same for a part: what makes the whole when it is joined with the others. It keeps the runs
  /// of its index.
  RecordOutput(ConvertOptions const& options, ConversionInput const& input, TaskPool& pool,
               PartTarget const& part);

  OutputFile& file() { return file_; }
  /// After publish(): the index beside the file; null where there is none.
  OutputFile const* published_index() const { return has_index_ ? &*index_file_ : nullptr; }
  /// Has checksums of both reckoned; before begin().
  void reckon_crc32();
  void expect(std::vector<std::string> const& /*contigs*/) override {}
  void begin(std::size_t sort_bytes) override;
  RecordWriter& writer() override { return *writer_; }
  RecordIndex const* index() const override { return index_ ? &*index_ : nullptr; }
  ContigWriter* contigs() override { return nullptr; }
  bool can_restart() const override { return file_.can_restart(); }
  bool is_cut_off() const override { return file_.is_cut_off(); }
  std::uint64_t bytes() const override { return file_.bytes(); }
  std::string const& name() const override { return file_.name(); }
  /// The file first, then the index, unless a record is out of order. An older index of that name,
  /// which would not fit any more, is removed before.
  void publish() override;

 private:
  ConvertOptions const& options_;
  ConversionInput const& input_;
  ConvertPlan const& plan_;
  TaskPool& pool_;
  Durability durability_ = Durability::synced;
  bool is_part_ = false;
  bool begins_output_ = true;
  OutputFile file_;
  std::optional<IndexFormat> index_format_;
  std::optional<OutputFile> index_file_;
  bool has_index_ = false;  ///< that file is published
  std::optional<RecordIndex> index_;
  std::unique_ptr<RecordWriter> writer_;
};

}  // namespace hapmill
