#include "cli/record_output.hpp"

#include <filesystem>
#include <utility>

#include "hapmill/support/errors.hpp"
#include "output/bgzf_writer.hpp"
#include "output/plain_writer.hpp"
#include "output/sorting_writer.hpp"
#include "output/table_header.hpp"
#include "output/vcf_header.hpp"

namespace hapmill {

namespace {

char const* suffix_of(IndexFormat format) { return format == IndexFormat::tbi ? ".tbi" : ".csi"; }

std::vector<IndexedContig> indexed_contigs(ContigList const& contigs) {
  std::vector<IndexedContig> indexed;
  for (auto const& contig : contigs.contigs()) {
    indexed.push_back({contig.name, contig.length == max_pos ? 0 : contig.length});
  }
  return indexed;
}

}  // namespace

RecordOutput::RecordOutput(ConvertOptions const& options, ConvertPlan const& plan, TaskPool& pool)
    : options_{options}, plan_{plan}, pool_{pool}, file_{options.output} {
  choose_index();
}

void RecordOutput::choose_index() {
  bool const may_be_indexed =
      plan_.output.is_compressed && plan_.output.is_vcf() && file_.is_regular();
  switch (plan_.index) {
    case IndexChoice::none:
      return;
    case IndexChoice::by_output:
      if (!may_be_indexed) return;
      [[fallthrough]];
    case IndexChoice::csi:
      index_format_ = IndexFormat::csi;
      break;
    case IndexChoice::tbi:
      index_format_ = IndexFormat::tbi;
      break;
  }
  if (!may_be_indexed) {
    throw UsageError{"--index: what goes to " + file_.name() +
                     " has no index; name a file with -o, or leave --index out"};
  }
  index_file_.emplace(options_.output + suffix_of(*index_format_));
}

void RecordOutput::begin(ContigList const& contigs) {
  if (writer_) {
    writer_.reset();
    file_.restart();
  }
  index_.reset();
  if (index_format_) {
    index_.emplace(plan_.row.kind, *index_format_, indexed_contigs(contigs));
  }
  if (plan_.output.is_compressed) {
    writer_ = std::make_unique<BgzfWriter>(file_, pool_, plan_.compression_level, plan_.row.kind,
                                           index_ ? &*index_ : nullptr);
  } else {
    writer_ = std::make_unique<PlainWriter>(file_);
  }
  if (plan_.sorts_sites) {
    writer_ = std::make_unique<SortingWriter>(file_, std::move(writer_), plan_.row.kind,
                                              spill_folder(file_));
  }
  std::string const command = options_.no_version ? "" : options_.shaping_command;
  writer_->write_header(plan_.output.is_vcf() ? vcf_header(plan_.row, contigs, command)
                                              : table_header(plan_.row));
}

void RecordOutput::publish() {
  writer_->finish();
  if (index_) {
    std::error_code none;
    std::filesystem::remove(options_.output + suffix_of(*index_format_), none);
  }
  file_.publish();
  if (!index_ || index_->unsorted()) return;
  index_->write(*index_file_);
  index_file_->publish();
}

}  // namespace hapmill
