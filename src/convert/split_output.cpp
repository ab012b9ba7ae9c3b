#include "convert/split_output.hpp"

#include <cassert>
#include <filesystem>
#include <utility>

#include "options/output_type.hpp"

namespace hapmill {

std::string name_pattern(ConvertOptions const& options, OutputType type) {
  return options.output == "-" ? std::string{"{contig}"} + default_suffix(type) : options.output;
}

void refuse_split_names(ConvertOptions const& options, ContigFileNames const& names,
                        std::vector<std::string> const& contigs) {
  for (auto const& contig : contigs) list_contig_file(options, names.name(contig));
}

std::vector<std::string> contigs_to_write(InputPlan const& plan) {
  std::vector<std::string> names;
  for (auto const contig : plan.chosen_contigs()) {
    auto const& name = plan.names.name(contig);
    if (!name.empty()) names.push_back(name);
  }
  return names;
}

SplitOutput::SplitOutput(ConvertOptions const& options, ConversionInput const& input,
                         TaskPool& pool, std::string const& hidden_prefix)
    : input_{input},
      pool_{pool},
      options_{options},
      names_{name_pattern(options, input.plan().output)},
      staged_{*options.split_folder, hidden_prefix},
      is_part_{!hidden_prefix.empty()} {}

void SplitOutput::expect(std::vector<std::string> const& contigs) {
  refuse_split_names(options_, names_, contigs);
  expected_ = contigs;
}

RecordWriter& SplitOutput::begin(std::size_t sort_bytes) {
  sort_bytes_ = sort_bytes;
  current_.reset();
  unsorted_.reset();
  staged_.restart();
  finished_ = {};
  done_ = 0;
  bytes_ = 0;
  return *this;
}

void SplitOutput::begin_contig(std::string_view contig) {
  if (expected_.empty()) {  // a stream
    refuse_split_names(options_, names_, {std::string{contig}});
    begin_file(std::string{contig});
    return;
  }
  while (done_ < expected_.size()) {
    std::string const& next = expected_[done_++];
    begin_file(next);
    if (next == contig) return;
  }
  assert(false && "the plan has another order");
}

void SplitOutput::begin_file(std::string const& contig) {
  end_file();
  auto const file = list_contig_file(options_, names_.name(contig));
  std::optional<OutputPath> index;
  if (file.index) index = staged_.path(*file.index);
  current_.emplace(staged_.path(file.output), index, input_, pool_, Durability::later);
  if (is_part_) current_->compute_crc32();
  current_->begin(sort_bytes_);
}

void SplitOutput::end_file() {
  if (!current_) return;
  bytes_ += current_->publish().file.bytes;
  if (auto const* const record = unsorted()) unsorted_ = *record;
  for (auto& file : current_->files()) finished_.files.push_back(std::move(file));
  if (auto const& index = current_->index_path()) {
    finished_.outdated.push_back(std::filesystem::path{index->text()}.filename().string());
  }
  current_.reset();
}

void SplitOutput::write(char const* records, std::size_t size,
                        std::span<std::uint64_t const> segment_begins) {
  // Rows before the first contig have no records.
  if (current_) current_->writer().write(records, size, segment_begins);
}

void SplitOutput::finish() {
  while (done_ < expected_.size()) begin_file(expected_[done_++]);
  end_file();
}

UnsortedRecord const* SplitOutput::unsorted() const {
  if (unsorted_) return &*unsorted_;
  return current_ ? current_->writer().unsorted() : nullptr;
}

FinishedOutput SplitOutput::publish() {
  finish();
  FinishedOutput finished{.name = staged_.folder(), .file = {bytes_, 0}};
  if (is_part_) {
    finished_.folder = std::filesystem::path{staged_.keep()}.filename().string();
    finished.split = finished_;
  } else {
    staged_.publish(finished_.outdated);
  }
  return finished;
}

std::unique_ptr<ConversionOutput> make_output(ConvertOptions const& options,
                                              ConversionInput const& input, TaskPool& pool) {
  if (options.split_folder) return std::make_unique<SplitOutput>(options, input, pool);
  return std::make_unique<RecordOutput>(options.files.output, options.files.index, input, pool);
}

}  // namespace hapmill
