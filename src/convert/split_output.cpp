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
                         TaskPool& pool)
    : input_{input},
      pool_{pool},
      options_{options},
      names_{name_pattern(options, input.plan().output)},
      staged_{*options.split_folder} {}

SplitOutput::SplitOutput(ConvertOptions const& options, ConversionInput const& input,
                         TaskPool& pool, std::string const& hidden_prefix)
    : input_{input},
      pool_{pool},
      options_{options},
      names_{name_pattern(options, input.plan().output)},
      staged_{*options.split_folder, hidden_prefix},
      is_kept_{true} {}

void SplitOutput::expect(std::vector<std::string> const& contigs) {
  refuse_split_names(options_, names_, contigs);
  expected_ = contigs;
}

void SplitOutput::begin(std::size_t sort_bytes) {
  sort_bytes_ = sort_bytes;
  current_.reset();
  staged_.restart();
  indexes_.clear();
  files_.clear();
  done_ = 0;
  bytes_ = 0;
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
  options_.files.output = staged_.path(file.output);
  options_.files.index.reset();
  if (file.index) options_.files.index = staged_.path(*file.index);
  current_.emplace(options_, input_, pool_, Durability::later);
  if (is_kept_) current_->reckon_crc32();
  current_->begin(sort_bytes_);
}

void SplitOutput::end_file() {
  if (!current_) return;
  current_->publish();
  bytes_ += current_->file().bytes();
  for (OutputFile const* file : {&std::as_const(current_->file()), current_->published_index()}) {
    if (file == nullptr) continue;
    files_.push_back(
        {std::filesystem::path{file->name()}.filename().string(), {file->bytes(), file->crc32()}});
  }
  if (choose_index(input_.plan(), current_->file())) {
    auto const& path = options_.files.index.value().text();
    indexes_.push_back(std::filesystem::path{path}.filename().string());
  }
  current_.reset();
}

void SplitOutput::write(char const* records, std::size_t size,
                        std::span<std::uint64_t const> segment_begins) {
  // Rows that name no contig have no records.
  if (current_) current_->writer().write(records, size, segment_begins);
}

void SplitOutput::finish() {
  while (done_ < expected_.size()) begin_file(expected_[done_++]);
  end_file();
}

void SplitOutput::publish() {
  finish();
  staged_.publish(indexes_);
}

std::string SplitOutput::keep() {
  finish();
  return staged_.keep();
}

std::unique_ptr<ConversionOutput> make_output(ConvertOptions const& options,
                                              ConversionInput const& input, TaskPool& pool) {
  if (options.split_folder) return std::make_unique<SplitOutput>(options, input, pool);
  return std::make_unique<RecordOutput>(options, input, pool);
}

}  // namespace hapmill
