#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bytes/part_file.hpp"
#include "bytes/staged_folder.hpp"
#include "convert/conversion_input.hpp"
#include "convert/conversion_output.hpp"
#include "convert/record_output.hpp"
#include "options/convert_options.hpp"
#include "records/contig_file_names.hpp"
#include "records/record_index.hpp"
#include "records/record_writer.hpp"
#include "support/task_pool.hpp"

namespace hapmill {

/// One file per contig, each with its header and index, in the folder of --split-by-contig. All of
/// them appear when the output is published.
class SplitOutput final : public ConversionOutput, private RecordWriter {
 public:
  /// Keeps references to the input and the pool. With a hidden prefix the files are those of a
  /// group: publish() leaves them in a hidden folder, whose path begins so, for publish_staged().
  /// Throws OutputError, UsageError.
  SplitOutput(ConvertOptions const& options, ConversionInput const& input, TaskPool& pool,
              std::string const& hidden_prefix = "");

  void expect(std::vector<std::string> const& contigs) override;
  RecordWriter& begin(std::size_t sort_bytes) override;
  bool can_restart() const override { return true; }
  FinishedOutput publish() override;

 private:
  void write_header(std::string_view /*header*/) override {}
  bool splits_contigs() const override { return true; }
  void begin_contig(std::string_view contig) override;
  void write(char const* records, std::size_t size,
             std::span<std::uint64_t const> segment_begins) override;
  void finish() override;
  UnsortedRecord const* unsorted() const override;
  bool is_cut_off() const override { return false; }

  void begin_file(std::string const& contig);
  void end_file();

  ConversionInput const& input_;
  TaskPool& pool_;
  ConvertOptions const& options_;
  ContigFileNames names_;
  StagedFolder staged_;
  bool is_part_ = false;
  std::vector<std::string> expected_;
  std::size_t done_ = 0;        ///< contigs of expected_ that have a file
  std::size_t sort_bytes_ = 0;  ///< see begin()
  std::optional<RecordOutput> current_;
  std::optional<UnsortedRecord> unsorted_;  ///< of a finished file
  SplitPart finished_;
  std::uint64_t bytes_ = 0;
};

/// The pattern for names of files, with `{contig}` in it.
std::string name_pattern(ConvertOptions const& options, OutputType type);
/// Refuses contigs whose file would overwrite another file of this run, or whose name is too long.
/// Throws UsageError, InputError.
void refuse_split_names(ConvertOptions const& options, ContigFileNames const& names,
                        std::vector<std::string> const& contigs);
/// The contigs of a plan that get a file, in output order.
std::vector<std::string> contigs_to_write(InputPlan const& plan);

/// Opens the output that the options ask for, and keeps references to all arguments.
std::unique_ptr<ConversionOutput> make_output(ConvertOptions const& options,
                                              ConversionInput const& input, TaskPool& pool);

}  // namespace hapmill
