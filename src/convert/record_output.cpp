#include "convert/record_output.hpp"

#include <unistd.h>

#include <utility>

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

std::string index_path(std::string const& output, IndexFormat format) {
  return output + (format == IndexFormat::tbi ? ".tbi" : ".csi");
}

RecordIndex make_index(ConvertPlan const& plan, IndexFormat format, ContigList const& contigs) {
  return {plan.row.kind, format, indexed_contigs(contigs)};
}

RecordOutput::RecordOutput(ConvertOptions const& options, ConversionInput const& input,
                           TaskPool& pool, Durability durability)
    : options_{options},
      input_{input},
      plan_{input.plan()},
      pool_{pool},
      durability_{durability},
      file_{options.files.output},
      index_format_{choose_index(plan_, file_)} {
  if (index_format_) index_file_.emplace(options_.files.index.value());
}

RecordOutput::RecordOutput(ConvertOptions const& options, ConversionInput const& input,
                           TaskPool& pool, PartTarget const& part)
    : options_{options},
      input_{input},
      plan_{input.plan()},
      pool_{pool},
      is_part_{true},
      begins_output_{part.begins_output},
      file_{part.path, OutputFile::Shared{}},
      index_format_{choose_index(plan_, file_)} {}

void RecordOutput::reckon_crc32() {
  file_.reckon_crc32();
  if (index_file_) index_file_->reckon_crc32();
}

void RecordOutput::begin(std::size_t sort_bytes) {
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
    writer_ = std::make_unique<SortingWriter>(file_, std::move(writer_), plan_.row.kind,
                                              spill_folder(file_), sort_bytes);
  }
  writer_->write_header(begins_output_ ? input_.output_header() : "");
}

void RecordOutput::publish() {
  writer_->finish();
  if (is_part_) {
    file_.publish();
    return;
  }
  if (index_) ::unlink(options_.files.index->text().c_str());
  file_.publish(durability_);
  if (!index_ || index_->unsorted()) return;
  index_->write(*index_file_);
  index_file_->publish(durability_);
  has_index_ = true;
}

}  // namespace hapmill
