#include "cpu/row_converter.hpp"

#include <algorithm>
#include <cstring>

#include "hapmill/model/alternates.hpp"
#include "hapmill/model/write_record.hpp"

namespace hapmill::cpu {

namespace {

std::size_t padded(std::size_t count) { return (count + 63) / 64 * 64 + 64; }

std::vector<std::uint8_t> pad(std::vector<std::uint8_t> columns) {
  if (!columns.empty()) columns.resize(padded(columns.size()));
  return columns;
}

}  // namespace

RowConverter::RowConverter(RowPlan const& plan, Stages const& stages)
    : plan_{plan},
      stages_{stages},
      uncounted_{pad(plan.uncounted)},
      cell_rules_{plan.rules, plan.column_count(), uncounted_.empty() ? nullptr : uncounted_.data(),
                  plan.delimiter},
      sample_columns_{sample_columns(plan)},
      format_{make_record_format(plan, sample_columns_.data())},
      site_format_{.gather = {plan.samples, stages.gather_out_bytes, stages.gather_source_bytes},
                   .genotypes = GenotypeTemplate{stages.template_block_bytes},
                   .printed = std::vector<std::uint8_t>(padded(plan.column_count())),
                   .alleles = std::vector<std::uint8_t>(padded(2 * plan.samples.size())),
                   .has_ref_column = format_.table.has_ref_column,
                   .alt_begins_ref = format_.table.alt_begins_ref,
                   .missing_prints_ref = plan.missing == MissingPolicy::ref,
                   .deletion_prints_ref = plan.rules.deletion == DeletionPolicy::ref,
                   .filters = plan.filters,
                   .has_filters = plan.filters.any(),
                   .vcf = {plan, format_}} {
  // The row functions write the sites that a template cannot express: another order of ALT,
  // genotypes that depend on a sample's other allele, calls with individual phases, counts per
  // column.
  bool const keeps_halves =
      plan.kind != RecordKind::table && plan.half_call == HalfCallPolicy::keep;
  cell_rules_.stop_at_site = plan.alt_order != AltOrder::first || plan.phase.first_column != 0 ||
                             plan.phase.refuses_unphased;
  cell_rules_.stop_at_missing =
      (plan.missing == MissingPolicy::dot && !keeps_halves) || plan.count_columns;
  cell_rules_.stop_at_deletion =
      plan.rules.deletion == DeletionPolicy::drop_site || plan.count_columns;
  std::size_t const columns = plan.column_count();
  std::size_t const stride = columns + site_field_count + 1;
  codes_.resize(padded(columns));
  numbers_.resize(4 * stride);
  wide_codes_.resize(2 * (columns + 1));
  scratch_ = {.field_begin = numbers_.data(),
              .codes = wide_codes_.data(),
              .alternates = wide_codes_.data() + columns + 1,
              .counts = numbers_.data() + stride,
              .long_begin = numbers_.data() + 2 * stride,
              .long_size = numbers_.data() + 3 * stride};
}

void RowConverter::begin_contig(std::string_view contig) {
  std::uint32_t const phase_set = plan_.has_phase_set ? contig_->phase_set : 0;
  site_format_.vcf.contig = *contig_;
  if (has_template_ && contig == template_contig_ && phase_set == template_phase_set_) return;
  switch (plan_.kind) {
    case RecordKind::table:
      site_format_.genotypes.build_table(plan_, contig);
      break;
    case RecordKind::vcf:
      site_format_.genotypes.build_vcf(plan_, phase_set);
      break;
    case RecordKind::bcf:
      site_format_.genotypes.build_bcf(plan_, phase_set);
      break;
  }
  template_contig_ = contig;
  template_phase_set_ = phase_set;
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
    batch.piece_begins.push_back(batch.records.size());
    if (!convert_run(chunk.pieces[k], chunk.runs[k], batch.counts[k])) return;
  }
}

/// Converts the rows of one piece. Returns false if conversion has to stop: see SiteBatch::bad_row
/// and breaks_plan.
bool RowConverter::convert_run(ChunkPiece const& piece, RowRun const& run, RowCounts& counts) {
  RegularRows rows;
  rows.cursor = text_;
  rows.end = text_ + run.size;
  rows.contig = piece.contig;
  rows.codes = codes_.data();
  std::size_t const known = std::min(piece.contig.size(), sizeof(rows.contig_begin));
  piece.contig.copy(rows.contig_begin, known);
  if (known < sizeof(rows.contig_begin)) rows.contig_begin[known] = plan_.delimiter;
  contig_ = &piece.facts;
  begin_contig(piece.contig);
  // Rows before the first that names a contig are not regular, and all sites of a contig that VCF
  // cannot express are refused.
  bool const may_be_regular =
      !piece.contig.empty() &&
      (plan_.kind == RecordKind::table || (piece.facts.is_vcf_name && piece.facts.id >= 0));
  while (true) {
    bool const is_left = !may_be_regular && rows.cursor < rows.end;
    RowStop const stop = is_left ? RowStop::irregular : convert_regular_rows(rows, counts);
    if (stop == RowStop::end) return true;
    if (stop == RowStop::full) continue;
    ++counts.read;
    bool const goes_on =
        stop == RowStop::site ? convert_site(rows, counts) : convert_any_row(rows, counts);
    if (!goes_on) return false;
    rows.cursor += rows.row_bytes;
  }
}

/// Makes room for at least one record of a regular site.
void RowConverter::reserve_record(RegularRows& rows) {
  ByteBuffer& records = batch_->records;
  std::size_t const most =
      rows.contig.size() + max_site_field_bytes + site_format_.genotypes.size();
  records.reserve_more(most);
  rows.out = records.end();
  rows.full = records.data() + records.capacity() - most + 1;
}

/// Converts regular rows into the batch until the stages stop.
RowStop RowConverter::convert_regular_rows(RegularRows& rows, RowCounts& counts) {
  ByteBuffer& records = batch_->records;
  reserve_record(rows);
  rows.non_variant_count = rows.written_count = rows.half_call_count = rows.filtered_count = 0;
  rows.filtered = batch_->filtered.data();
  RowStop const stop = stages_.convert_rows(cell_rules_, site_format_, rows);
  records.set_size(static_cast<std::size_t>(rows.out - records.data()));
  counts.read += rows.non_variant_count + rows.written_count + rows.filtered_count;
  counts.non_variant += rows.non_variant_count;
  counts.written += rows.written_count;
  counts.filtered += rows.filtered_count;
  batch_->half_calls += rows.half_call_count;
  return stop;
}

/// Converts a regular row at which the stages stopped. Returns false if conversion has to stop.
bool RowConverter::convert_site(RegularRows& rows, RowCounts& counts) {
  // has_deletion may be true only because REF is a deletion, so search the cells themselves.
  bool const has_deletion = rows.has_deletion && std::memchr(rows.codes, cell_rules_.deletion_code,
                                                             cell_rules_.column_count) != nullptr;
  if (plan_.rules.deletion == DeletionPolicy::drop_site && has_deletion) {
    filter(FilterReason::drop_site, counts);
    return true;
  }
  auto const contig_size = static_cast<std::uint32_t>(rows.contig.size());
  bool const has_return = rows.cursor[rows.row_bytes - 2] == '\r';
  Site<ByteCode> site{
      .row = {rows.cursor, rows.row_bytes - (has_return ? 2 : 1)},
      .contig = *contig_,
      .chrom_size = contig_size,
      .pos = parse_pos(rows.cursor + contig_size + 1, rows.cells_begin - contig_size - 4),
      .ref_begin = rows.cells_begin - 2,
      .ref_size = 1,
      .ref_code = rows.ref_code,
      .deletion_code = cell_rules_.deletion_code,
      .has_missing = rows.has_missing,
      .has_deletion = has_deletion,
      .column_count = cell_rules_.column_count,
      .codes = rows.codes,
      .alternate_count = 0,
      .alternates = byte_alternates_,
      .long_begin = nullptr,
      .long_size = nullptr};
  site.alternate_count = collect_alternates(SingleLane{}, site.codes, site.column_count,
                                            site.ref_code, byte_alternates_);
  if (site.alternate_count == 0) {
    ++counts.non_variant;
    return true;
  }
  bool const has_template = plan_.kind == RecordKind::table && plan_.alt_order == AltOrder::first &&
                            plan_.phase.first_column == 0 && !plan_.phase.refuses_unphased &&
                            !(rows.has_missing && plan_.missing == MissingPolicy::dot);
  if (!has_template) return write_site(site, byte_alternates_, counts);
  if (is_filtered(site, counts)) return true;
  reserve_record(rows);
  char const* const end = stages_.write_site(cell_rules_, site_format_, rows);
  batch_->records.set_size(static_cast<std::size_t>(end - batch_->records.data()));
  ++counts.written;
  count_columns(site);
  return true;
}

/// Converts any row by the row functions. Returns false if conversion has to stop.
bool RowConverter::convert_any_row(RegularRows& rows, RowCounts& counts) {
  auto const left = static_cast<std::size_t>(rows.end - rows.cursor);
  auto const* const newline = static_cast<char const*>(std::memchr(rows.cursor, '\n', left));
  rows.row_bytes = static_cast<std::uint32_t>(newline + 1 - rows.cursor);
  bool const has_return = rows.row_bytes > 1 && newline[-1] == '\r';
  Row const row{rows.cursor, rows.row_bytes - (has_return ? 2 : 1)};

  SingleLane const lane;
  std::uint32_t const chrom_bytes = chrom_size(row, plan_.delimiter);
  if (chrom_bytes != 0 && std::string_view{row.text, chrom_bytes} != rows.contig) {
    batch_->breaks_plan = true;
    return false;
  }
  std::uint32_t const field_count =
      tokenize_row(lane, row, plan_.delimiter, scratch_.field_begin, plan_.field_count() + 1);
  Site<WideCode> site{};
  site.contig = *contig_;
  RowFault fault = check_site_fields(row, plan_.delimiter, scratch_.field_begin, field_count,
                                     plan_.field_count(), site.pos);
  if (fault.kind == RowFaultKind::none) {
    fault = encode_row(lane, row, plan_.rules,
                       plan_.uncounted.empty() ? nullptr : plan_.uncounted.data(),
                       plan_.column_count(), scratch_, site);
  }
  if (fault.kind != RowFaultKind::none) return reject(row, fault, counts);
  if (plan_.rules.deletion == DeletionPolicy::drop_site && site.has_deletion) {
    filter(FilterReason::drop_site, counts);
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

/// Writes a variant site, whose alternates are in order of appearance, by the row functions.
/// Returns false if conversion has to stop.
template <class Code>
bool RowConverter::write_site(Site<Code> const& site, Code* alternates, RowCounts& counts) {
  SingleLane const lane;
  RowFault const fault = check_record(lane, site, format_, plan_.delimiter, scratch_.field_begin);
  if (fault.kind != RowFaultKind::none) return reject(site.row, fault, counts);
  if (is_filtered(site, counts)) return true;
  if (plan_.missing == MissingPolicy::dot && site.has_missing) {
    batch_->half_calls += find_half_calls(lane, site, format_.genotypes).count;
  }
  order_alternates(lane, site, plan_.alt_order, format_.genotypes.fold_case, alternates,
                   scratch_.counts);
  ByteBuffer& records = batch_->records;
  records.reserve_more(write_record(lane, site, format_, scratch_.counts, nullptr));
  records.grow_size(write_record(lane, site, format_, scratch_.counts, records.end()));
  ++counts.written;
  count_columns(site);
  return true;
}

template <class Code>
void RowConverter::count_columns(Site<Code> const& site) {
  auto const column_count = static_cast<std::uint32_t>(batch_->columns.size());
  for (std::uint32_t column = 0; column < column_count; ++column) {
    CellCount const count = count_of_column(site, format_.genotypes, column);
    if (count == CellCount::deleted) ++batch_->columns[column].deleted;
    if (count == CellCount::missing) ++batch_->columns[column].missing;
  }
}

/// Whether a filter rejects a variant site without faults. Counts the site if so.
template <class Code>
bool RowConverter::is_filtered(Site<Code> const& site, RowCounts& counts) {
  FilterReason const reason = judge_site(SingleLane{}, site, plan_.filters, format_.genotypes);
  if (reason == FilterReason::none) return false;
  filter(reason, counts);
  return true;
}

void RowConverter::filter(FilterReason reason, RowCounts& counts) {
  ++counts.filtered;
  ++batch_->filtered[static_cast<std::size_t>(reason)];
}

/// Counts a row with a fault. Returns false if conversion has to stop.
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
