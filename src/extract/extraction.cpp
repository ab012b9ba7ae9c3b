#include "extract/extraction.hpp"

#include <fmt/format.h>

#include <string_view>

#include "bytes/text_lines.hpp"
#include "extract/row_writer.hpp"
#include "hapmill/support/errors.hpp"

namespace hapmill {

namespace {

constexpr std::size_t buffer_bytes = 1U << 20;
constexpr std::uint64_t records_per_update = 64;  // of the progress

std::string column_name(ExtractPlan const& plan, std::string const& sample, std::size_t k) {
  return plan.ploidy == 1 ? sample : fmt::format("{}_{}", sample, k + 1);
}

std::vector<std::size_t> places_of(std::vector<VariantSample> const& samples) {
  std::vector<std::size_t> places;
  for (auto const& sample : samples) places.push_back(sample.place);
  return places;
}

class Extraction {
 public:
  Extraction(ExtractPlan const& plan, VariantReader& reader, OutputFile& output, Progress& progress)
      : plan_{plan},
        reader_{reader},
        output_{output},
        progress_{progress},
        writer_{plan, places_of(reader.samples())} {}

  ExtractTotals run() {
    output_.write(matrix_header_line(plan_, reader_.samples()));
    VariantRecord record;
    while (!output_.is_cut_off()) {
      auto const status = reader_.next(record);
      if (status == VariantReader::Status::end) break;
      take(status, record);
      if (totals_.records.read % records_per_update == 0) {
        progress_.update(reader_.bytes(), totals_.records);
      }
      if (rows_.size() >= buffer_bytes) flush();
    }
    flush();
    return std::move(totals_);
  }

 private:
  void take(VariantReader::Status status, VariantRecord const& record) {
    ++totals_.records.read;
    if (status == VariantReader::Status::malformed) {
      reject({.kind = RecordFaultKind::malformed, .found = reader_.complaint()}, {});
      return;
    }
    switch (writer_.append(record, rows_)) {
      case RowWriter::Outcome::written:
        ++totals_.records.written;
        break;
      case RowWriter::Outcome::non_variant:
        ++totals_.records.non_variant;
        break;
      case RowWriter::Outcome::bad:
        reject(writer_.fault(), fmt::format("{}:{}", record.contig, record.pos));
        break;
    }
  }

  /// Counts a record with a fault, or throws. `site` is empty if it is not known.
  void reject(RecordFault const& fault, std::string const& site) {
    if (!plan_.skip_bad_records) {
      auto const sample = fault.sample == RecordFault::no_sample
                              ? std::string_view{}
                              : std::string_view{reader_.samples()[fault.sample].name};
      throw InputError{fmt::format("{}: {}{}{}", reader_.place(), site, site.empty() ? "" : ": ",
                                   describe_fault(fault, sample))};
    }
    ++totals_.records.rejected;
    auto& rejected = totals_.rejected[static_cast<std::size_t>(fault.kind)];
    ++rejected.count;
    if (rejected.first_places.size() < RejectedRecords::most_places) {
      rejected.first_places.push_back(site.empty() ? reader_.place() : site);
    }
  }

  void flush() {
    output_.write(rows_.data(), rows_.size());
    rows_.clear();
  }

  ExtractPlan const& plan_;
  VariantReader& reader_;
  OutputFile& output_;
  Progress& progress_;
  RowWriter writer_;
  ByteBuffer rows_;
  ExtractTotals totals_;
};

}  // namespace

std::string matrix_header_line(ExtractPlan const& plan, std::vector<VariantSample> const& samples) {
  std::string line = "CHROM\tPOS\tREF";
  for (auto const& sample : samples) {
    for (std::size_t k = 0; k < plan.ploidy; ++k) line += "\t" + column_name(plan, sample.name, k);
  }
  return line + "\n";
}

std::string pairs_lines(ExtractPlan const& plan, std::vector<VariantSample> const& samples) {
  std::string lines;
  for (auto const& sample : samples) {
    if (sample.name.starts_with('#')) {
      throw InputError{"sample " + quoted(sample.name) +
                       " cannot be in a pairs file, where # starts a comment: rename it, or "
                       "leave --write-pairs out"};
    }
    lines += sample.name;
    for (std::size_t k = 0; k < plan.ploidy; ++k) lines += "\t" + column_name(plan, sample.name, k);
    lines += "\n";
  }
  return lines;
}

ExtractTotals extract_rows(ExtractPlan const& plan, VariantReader& reader, OutputFile& output,
                           Progress& progress) {
  return Extraction{plan, reader, output, progress}.run();
}

}  // namespace hapmill
