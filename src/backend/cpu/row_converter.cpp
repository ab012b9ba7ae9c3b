#include "backend/cpu/row_converter.hpp"

#include <cstring>

#include "hapmill/model/alternates.hpp"
#include "hapmill/model/table_record.hpp"

namespace hapmill::cpu {

namespace {

std::size_t padded(std::size_t count) { return (count + 63) / 64 * 64 + 64; }

TableFormat make_table_format(RowPlan const& plan, std::vector<SampleColumns> const& samples) {
  bool const names_alleles =
      plan.style == TableStyle::phase || plan.style == TableStyle::vcf_simplify;
  return {.has_ref_column = plan.style != TableStyle::vcf_simplify,
          .alt_begins_ref = names_alleles,
          .missing_is_sample = names_alleles,
          .fold_case = plan.rules.fold_case,
          .missing = plan.missing,
          .half_call = plan.half_call,
          .deletion = plan.rules.deletion,
          .pi_prefix = plan.pi_prefix.data(),
          .pi_prefix_size = static_cast<std::uint32_t>(plan.pi_prefix.size()),
          .sample_count = static_cast<std::uint32_t>(samples.size()),
          .samples = samples.data()};
}

/// The column whose missing allele makes the sample a half-call.
template <class Code>
std::uint32_t half_call_column(Site<Code> const& site, SampleColumns columns) {
  return is_missing(site.codes[columns.first]) ? columns.first : columns.second;
}

std::vector<SampleColumns> columns_of(std::vector<Sample> const& samples) {
  std::vector<SampleColumns> columns;
  for (auto const& sample : samples) columns.push_back(sample.columns);
  return columns;
}

}  // namespace

RowConverter::RowConverter(RowPlan const& plan, Stages const& stages)
    : plan_{plan},
      stages_{stages},
      cell_rules_{plan.rules, plan.column_count(), plan.uncounted, plan.delimiter},
      sample_columns_{columns_of(plan.samples)},
      gather_{plan.samples, stages.gather_out_bytes, stages.gather_source_bytes},
      template_{stages.template_block_bytes} {
  format_ = make_table_format(plan, sample_columns_);
  std::size_t const columns = plan.column_count();
  codes_.resize(padded(columns));
  printed_.resize(padded(columns));
  alleles_.resize(padded(gather_.columns().size()));
  numbers_.resize(4 * (columns + site_field_count + 1));
  wide_codes_.resize(2 * (columns + 1));
  std::size_t const stride = columns + site_field_count + 1;
  scratch_ = {.field_begin = numbers_.data(),
              .codes = wide_codes_.data(),
              .alternates = wide_codes_.data() + columns + 1,
              .counts = numbers_.data() + stride,
              .long_begin = numbers_.data() + 2 * stride,
              .long_size = numbers_.data() + 3 * stride};
}

void RowConverter::begin_contig(std::string_view contig) {
  if (has_template_ && contig == template_contig_) return;
  template_.build_table(plan_, contig);
  template_contig_ = contig;
  has_template_ = true;
}

void RowConverter::convert(Chunk const& chunk, SiteBatch& batch) {
  batch.clear();
  batch.counts.resize(chunk.pieces.size());
  if (plan_.count_columns) batch.columns.resize(plan_.column_count());
  batch_ = &batch;
  for (std::size_t k = 0; k < chunk.pieces.size(); ++k) {
    piece_ = static_cast<std::uint32_t>(k);
    run_ = &chunk.runs[k];
    text_ = chunk.text.data() + run_->text_begin;
    if (chunk.pieces[k].begins_segment) batch.segment_begins.push_back(batch.records.size());
    if (!convert_run(chunk.pieces[k], chunk.runs[k], batch.counts[k])) return;
  }
}

/// False where conversion has to stop: see SiteBatch::bad_row and breaks_plan.
bool RowConverter::convert_run(ChunkPiece const& piece, RowRun const& run, RowCounts& counts) {
  RowScan scan;
  scan.cursor = text_;
  scan.end = text_ + run.size;
  scan.contig = piece.contig;
  scan.codes = codes_.data();
  begin_contig(piece.contig);
  while (true) {
    std::uint64_t const passed = scan.non_variant_count;
    ScanStop const stop = stages_.scan_rows(cell_rules_, scan);
    counts.read += scan.non_variant_count - passed;
    counts.non_variant += scan.non_variant_count - passed;
    if (stop == ScanStop::end) return true;
    ++counts.read;
    bool const goes_on =
        stop == ScanStop::site ? convert_regular_row(scan, counts) : convert_any_row(scan, counts);
    if (!goes_on) return false;
    scan.cursor += scan.row_bytes;
  }
}

bool RowConverter::convert_regular_row(RowScan const& scan, RowCounts& counts) {
  if (cell_rules_.stop_at_deletion && scan.has_deletion) {
    ++counts.filtered;
    return true;
  }
  std::uint32_t const alternate_count =
      stages_.collect_alternates(cell_rules_, scan, byte_alternates_);
  bool const asks_samples = scan.has_missing && format_.missing == MissingPolicy::dot;
  if (plan_.alt_order == AltOrder::first && !asks_samples) {
    write_by_template(scan, alternate_count);
    ++counts.written;
    if (scan.has_missing || scan.has_deletion) {
      count_columns(scan.codes, cell_rules_.deletion_code);
    }
    return true;
  }
  auto const contig_size = static_cast<std::uint32_t>(scan.contig.size());
  bool const has_return = scan.cursor[scan.row_bytes - 2] == '\r';
  Site<ByteCode> const site{
      .row = {scan.cursor, scan.row_bytes - (has_return ? 2 : 1)},
      .chrom_size = contig_size,
      .pos = parse_pos(scan.cursor + contig_size + 1, scan.cells_begin - contig_size - 4),
      .ref_begin = scan.cells_begin - 2,
      .ref_size = 1,
      .ref_code = scan.ref_code,
      .deletion_code = cell_rules_.deletion_code,
      .has_missing = scan.has_missing,
      .has_deletion = scan.has_deletion,
      .column_count = cell_rules_.column_count,
      .codes = scan.codes,
      .alternate_count = alternate_count,
      .alternates = byte_alternates_,
      .long_begin = nullptr,
      .long_size = nullptr};
  return write_site(site, byte_alternates_, counts);
}

bool RowConverter::convert_any_row(RowScan& scan, RowCounts& counts) {
  auto const left = static_cast<std::size_t>(scan.end - scan.cursor);
  auto const* const newline = static_cast<char const*>(std::memchr(scan.cursor, '\n', left));
  scan.row_bytes = static_cast<std::uint32_t>(newline + 1 - scan.cursor);
  bool const has_return = scan.row_bytes > 1 && newline[-1] == '\r';
  Row const row{scan.cursor, scan.row_bytes - (has_return ? 2 : 1)};

  SingleLane const lane;
  std::uint32_t const chrom_bytes = chrom_size(row, plan_.delimiter);
  if (chrom_bytes != 0 && std::string_view{row.text, chrom_bytes} != scan.contig) {
    batch_->breaks_plan = true;
    return false;
  }
  std::uint32_t const field_count =
      tokenize_row(lane, row, plan_.delimiter, scratch_.field_begin, plan_.field_count() + 1);
  Site<WideCode> site{};
  RowFault fault = check_site_fields(row, plan_.delimiter, scratch_.field_begin, field_count,
                                     plan_.field_count(), site.pos);
  if (fault.kind == RowFaultKind::none) {
    fault = encode_row(lane, row, plan_.rules,
                       plan_.uncounted.empty() ? nullptr : plan_.uncounted.data(),
                       plan_.column_count(), scratch_, site);
  }
  if (fault.kind != RowFaultKind::none) return reject(row, fault, counts);
  if (plan_.rules.deletion == DeletionPolicy::drop_site && site.has_deletion) {
    ++counts.filtered;
    return true;
  }
  site.alternate_count =
      collect_alternates(lane, site.codes, site.column_count, site.ref_code, scratch_.alternates);
  if (site.alternate_count == 0) {
    ++counts.non_variant;
    return true;
  }
  return write_site(site, scratch_.alternates, counts);
}

/// Writes a variant site by the row functions; its alternates are still in order of appearance.
template <class Code>
bool RowConverter::write_site(Site<Code> const& site, Code* alternates, RowCounts& counts) {
  SingleLane const lane;
  if (format_.missing == MissingPolicy::dot && site.has_missing) {
    HalfCalls const half_calls = find_half_calls(lane, site, format_);
    if (half_calls.count != 0 && format_.half_call == HalfCallPolicy::error) {
      std::uint32_t const column = half_call_column(site, sample_columns_[half_calls.first]);
      tokenize_row(lane, site.row, plan_.delimiter, scratch_.field_begin, plan_.field_count() + 1);
      std::uint32_t const field = site_field_count + column;
      std::uint32_t const begin = scratch_.field_begin[field];
      std::uint32_t const size = scratch_.field_begin[field + 1] - begin - 1;
      return reject(site.row, {RowFaultKind::half_call, field, begin, size, 0}, counts);
    }
    batch_->half_calls += half_calls.count;
  }
  order_alternates(lane, site, plan_.alt_order, format_.fold_case, alternates, scratch_.counts);
  ByteBuffer& records = batch_->records;
  records.reserve_more(write_table_record(lane, site, format_, nullptr));
  records.grow_size(write_table_record(lane, site, format_, records.end()));
  ++counts.written;
  if (site.has_missing || site.has_deletion) count_columns(site.codes, site.deletion_code);
  return true;
}

/// Writes a regular site whose record differs from its contig's template in single bytes only.
void RowConverter::write_by_template(RowScan const& scan, std::uint32_t alternate_count) {
  ByteBuffer& records = batch_->records;
  records.reserve_more(scan.cells_begin + 2 * (std::size_t{alternate_count} + 1) +
                       template_.size());
  char* const out = put_site_fields(scan, alternate_count, records.end());

  auto const ref =
      static_cast<std::uint8_t>(fold(scan.cursor[scan.cells_begin - 2], format_.fold_case));
  bool const maps_missing = scan.has_missing;
  bool const maps_deletion = scan.has_deletion && format_.deletion == DeletionPolicy::ref;
  std::uint8_t const* alleles = scan.codes;
  if (maps_missing || maps_deletion) {
    stages_.print_alleles(cell_rules_, scan, format_.missing == MissingPolicy::ref ? ref : 0,
                          maps_deletion ? ref : cell_rules_.deletion_code, printed_.data());
    alleles = printed_.data();
  }
  if (!gather_.is_identity()) {
    stages_.gather(gather_, alleles, alleles_.data());
    alleles = alleles_.data();
  }
  stages_.expand(template_, alleles, out);
  records.set_size(static_cast<std::size_t>(out - records.data()) + template_.size());
}

/// CHROM, POS, REF and ALT as the style has them; the next place.
char* RowConverter::put_site_fields(RowScan const& scan, std::uint32_t alternate_count, char* out) {
  std::size_t const contig_size = scan.contig.size();
  char const ref = fold(scan.cursor[scan.cells_begin - 2], format_.fold_case);
  std::memcpy(out, scan.cursor, scan.cells_begin);
  out[contig_size] = '\t';
  out += scan.cells_begin - 2;
  out[-1] = '\t';
  if (format_.has_ref_column) {
    *out++ = ref;
    *out++ = '\t';
  }
  if (format_.alt_begins_ref) {
    *out++ = ref;
    *out++ = ',';
  }
  for (std::uint32_t k = 0; k < alternate_count; ++k) {
    *out++ = static_cast<char>(byte_alternates_[k]);
    *out++ = ',';
  }
  return out - 1;  // the template begins with what follows the last allele
}

template <class Code>
void RowConverter::count_columns(Code const* codes, Code deletion_code) {
  if (!plan_.count_columns) return;
  for (std::size_t column = 0; column < batch_->columns.size(); ++column) {
    auto const text = static_cast<Code>(codes[column] & static_cast<Code>(~missing_bit<Code>));
    if (deletion_code != 0 && text == deletion_code) {
      ++batch_->columns[column].deleted;
    } else if (is_missing(codes[column])) {
      ++batch_->columns[column].missing;
    }
  }
}

/// Counts a bad row; false if it ends the conversion.
bool RowConverter::reject(Row row, RowFault fault, RowCounts& counts) {
  RejectedRow rejected{.fault = fault,
                       .piece = piece_,
                       .row = counts.read - 1,
                       .offset = run_->offset + static_cast<std::uint64_t>(row.text - text_),
                       .text = std::string{row.text, row.size}};
  ++counts.rejected;
  if (plan_.bad_rows == BadRowPolicy::error) {
    batch_->bad_row = std::move(rejected);
    return false;
  }
  batch_->rejected.push_back(std::move(rejected));
  return true;
}

}  // namespace hapmill::cpu
