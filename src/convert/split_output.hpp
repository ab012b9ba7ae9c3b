#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bytes/part_file.hpp"
#include "bytes/staged_folder.hpp"
#include "convert/conversion_input.hpp"
#include "convert/conversion_output.hpp"
#include "convert/record_output.hpp"
#include "options/convert_options.hpp"
#include "records/contig_file_names.hpp"
#include "support/task_pool.hpp"

namespace hapmill {

/// A finished file for each contig, with header and index, in the folder of --split-by-contig. All
/// appear at the end.
class SplitOutput final : public ConversionOutput, private ContigWriter {
 public:
  /// Keeps references. Throws OutputError, UsageError.
  SplitOutput(ConvertOptions const& options, ConversionInput const& input, TaskPool& pool);
  /// The same for a group of whole contigs, which ends with keep(); see StagedFolder.
  SplitOutput(ConvertOptions const& options, ConversionInput const& input, TaskPool& pool,
              std::string const& hidden_prefix);

  void expect(std::vector<std::string> const& contigs) override;
  void begin(std::size_t sort_bytes) override;
  void publish() override;
  /// In place of publish(): the folder in which finished files are left for publish_staged().
  std::string keep();
  /// What it leaves.
  std::vector<NamedPartFile> const& files() const { return files_; }
  /// Names of indexes that files of before may have, to be removed with them.
  std::vector<std::string> const& outdated() const { return indexes_; }

  RecordWriter& writer() override { return *this; }
  RecordIndex const* index() const override { return current_ ? current_->index() : nullptr; }
  ContigWriter* contigs() override { return this; }

  bool can_restart() const override { return true; }
  bool is_cut_off() const override { return false; }
  std::uint64_t bytes() const override { return bytes_; }
  std::string const& name() const override { return staged_.folder(); }

 private:
  void begin_contig(std::string_view contig) override;
  void write_header(std::string_view /*header*/) override {}
  void write(char const* records, std::size_t size,
             std::span<std::uint64_t const> segment_begins) override;
  void finish() override;

  void begin_file(std::string const& contig);
  void end_file();

  ConversionInput const& input_;
  TaskPool& pool_;
  ConvertOptions options_;  ///< of the file at hand
  ContigFileNames names_;
  StagedFolder staged_;
  bool is_kept_ = false;  ///< for keep()
  std::vector<NamedPartFile> files_;
  std::vector<std::string> expected_;
  std::size_t done_ = 0;  ///< of those expected
  std::optional<RecordOutput> current_;
  std::vector<std::string> indexes_;  ///< names of those that files may have had before
  std::uint64_t bytes_ = 0;
  std::size_t sort_bytes_ = 0;  ///< of records under --sort
};

/// Of names of files, with `{contig}` in it.
std::string name_pattern(ConvertOptions const& options, OutputType type);
/// Refuses contigs' files that would overwrite what is read or written, or have no name. Throws
/// UsageError, InputError.
void refuse_split_names(ConvertOptions const& options, ContigFileNames const& names,
                        std::vector<std::string> const& contigs);
/// Contigs of a plan that have a file, in output order.
std::vector<std::string> contigs_to_write(InputPlan const& plan);

/// The output that the options ask for.
std::unique_ptr<ConversionOutput> make_output(ConvertOptions const& options,
                                              ConversionInput const& input, TaskPool& pool);

}  // namespace hapmill
