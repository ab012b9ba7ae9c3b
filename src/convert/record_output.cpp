#include "convert/record_output.hpp"

#include <unistd.h>

#include <filesystem>
#include <utility>

#include "bytes/spill_file.hpp"
#include "hapmill/support/errors.hpp"
#include "records/bgzf_writer.hpp"
#include "records/plain_writer.hpp"
#include "records/sorting_writer.hpp"

namespace hapmill {

namespace {

std::vector<IndexedContig> indexed_contigs(ContigList const& contigs) {
  std::vector<IndexedContig> indexed;
  for (auto const& contig : contigs.contigs()) {
    indexed.push_back({contig.name, contig.length == max_pos ? 0 : contig.length});
  }
  return indexed;
}

}  // namespace

std::optional<IndexFormat> choose_index(ConvertPlan const& plan, OutputFile const& file) {
  bool const may_be_indexed =
      plan.output.is_compressed && plan.output.is_vcf() && file.is_regular();
  if (plan.index == IndexChoice::none) return std::nullopt;
  if (plan.index == IndexChoice::by_output && !may_be_indexed) return std::nullopt;
  if (!may_be_indexed) {
    throw UsageError{"--index: what goes to " + file.name() +
                     " has no index; name a file with -o, or leave --index out"};
  }
  return plan.index == IndexChoice::tbi ? IndexFormat::tbi : IndexFormat::csi;
}

RecordIndex make_index(ConvertPlan const& plan, IndexFormat format, ContigList const& contigs) {
  return {plan.row.kind, format, indexed_contigs(contigs)};
}

RecordOutput::RecordOutput(OutputPath const& path, std::optional<OutputPath> const& index,
                           ConversionInput const& input, TaskPool& pool, Durability durability)
    : input_{input},
      plan_{input.plan()},
      pool_{pool},
      durability_{durability},
      file_{path},
      index_format_{choose_index(plan_, file_)} {
  if (!index_format_) return;
  index_path_ = index.value();
  index_file_.emplace(*index_path_);
}

RecordOutput::RecordOutput(PartTarget const& part, ConversionInput const& input, TaskPool& pool)
    : input_{input},
      plan_{input.plan()},
      pool_{pool},
      is_part_{true},
      begins_output_{part.begins_output},
      file_{part.path, OutputFile::Shared{}},
      index_format_{choose_index(plan_, file_)} {}

void RecordOutput::compute_crc32() {
  file_.compute_crc32();
  if (index_file_) index_file_->compute_crc32();
}

RecordWriter& RecordOutput::begin(std::size_t sort_bytes) {
  if (writer_) {
    writer_.reset();
    file_.restart();
  }
  index_.reset();
  if (index_format_) {
    index_.emplace(make_index(plan_, *index_format_, input_.contigs()));
    if (is_part_) index_->keep_runs();
  }
  if (plan_.output.is_compressed) {
    writer_ = std::make_unique<BgzfWriter>(file_, pool_, plan_.compression_level, plan_.row.kind,
                                           index_ ? &*index_ : nullptr, !is_part_);
  } else {
    writer_ = std::make_unique<PlainWriter>(file_);
  }
  if (plan_.sorts_sites) {
    writer_ = std::make_unique<SortingWriter>(std::move(writer_), plan_.row.kind,
                                              spill_folder(file_), sort_bytes);
  }
  writer_->write_header(begins_output_ ? input_.output_header() : "");
  return *writer_;
}

FinishedOutput RecordOutput::publish() {
  writer_->finish();
  if (index_path_) ::unlink(index_path_->text().c_str());
  file_.publish(durability_);
  FinishedOutput finished{.name = file_.name(),
                          .file = {file_.bytes(), file_.crc32()},
                          .is_complete = !file_.is_cut_off()};
  if (index_ && is_part_) finished.index = index_->runs();
  if (index_file_ && !index_->unsorted()) {
    index_->write(*index_file_);
    index_file_->publish(durability_);
    has_index_ = true;
  }
  return finished;
}

std::vector<NamedPartFile> RecordOutput::files() const {
  std::vector<NamedPartFile> files;
  auto const add = [&](OutputFile const& file) {
    files.push_back(
        {std::filesystem::path{file.name()}.filename().string(), {file.bytes(), file.crc32()}});
  };
  add(file_);
  if (has_index_) add(*index_file_);
  return files;
}

}  // namespace hapmill
