// SPDX-License-Identifier: Apache-2.0

package trial

import (
	"context"
	"fmt"
	"time"

	"github.com/consort-finance/consort/network/consortium"
)

// Settings say how long a run is.
type Settings struct {
	// Rounds is how often every comparison runs.
	Rounds int
	// Slice is how long a workload runs each time.
	Slice time.Duration
}

// Samples are what all rounds measured: paired ratios by comparison, slices by workload.
type Samples struct {
	control Comparison
	plans   []*Plan
	rounds  int
	meter   meter
	cpu     map[string]map[string]time.Duration // by workload and kind of process
	ratios  map[string][]float64
	slices  map[string][]Slice
}

func newSamples(control Comparison, plans []*Plan) *Samples {
	return &Samples{
		control: control, plans: plans,
		cpu: map[string]map[string]time.Duration{}, ratios: map[string][]float64{}, slices: map[string][]Slice{},
	}
}

// Run warms up and goes through all rounds. The control compares two workloads that are the same.
func Run(ctx context.Context, network *consortium.Consortium, control Comparison, plans []*Plan, s Settings, say func(string, ...any)) (*Samples, error) {
	found := newSamples(control, plans)
	found.meter, found.rounds = newMeter(network), s.Rounds
	if err := found.distinct(); err != nil {
		return nil, err
	}
	for _, w := range found.workloads() {
		if err := w.warm(ctx, s.Slice); err != nil {
			return nil, err
		}
	}
	for n := range s.Rounds {
		text, err := found.round(ctx, s.Slice)
		if err != nil {
			return nil, err
		}
		say("round %d of %d: %s", n+1, s.Rounds, text)
	}
	return found, nil
}

// comparisons are those of all plans; the control is none of them.
func (s *Samples) comparisons() []Comparison {
	var all []Comparison
	for _, plan := range s.plans {
		all = append(all, plan.Comparisons...)
	}
	return all
}

// workloads are all that are compared, each once.
func (s *Samples) workloads() []*Workload {
	var all []*Workload
	seen := map[*Workload]bool{}
	for _, q := range append([]Comparison{s.control}, s.comparisons()...) {
		for _, w := range []*Workload{q.Under, q.Over} {
			if !seen[w] {
				seen[w] = true
				all = append(all, w)
			}
		}
	}
	return all
}

// distinct refuses workloads of one name, whose slices would be told as one's.
func (s *Samples) distinct() error {
	seen := map[string]bool{}
	for _, w := range s.workloads() {
		if seen[w.Name] {
			return fmt.Errorf("two workloads are called %s", w.Name)
		}
		seen[w.Name] = true
	}
	return nil
}

// round measures every comparison once, and the control.
func (s *Samples) round(ctx context.Context, length time.Duration) (text string, err error) {
	for _, plan := range append([]*Plan{{Comparisons: []Comparison{s.control}}}, s.plans...) {
		for _, q := range plan.Comparisons {
			pairs, err := s.compare(ctx, q, length)
			if err != nil {
				return "", fmt.Errorf("%s: %w", q.Name, err)
			}
			if plan.Rest != nil {
				if err := plan.Rest(ctx); err != nil {
					return "", fmt.Errorf("after %s: %w", q.Name, err)
				}
			}
			s.ratios[q.Name] = append(s.ratios[q.Name], pairs...)
			text += fmt.Sprintf("%s %.2f %.2f  ", q.Name, pairs[0], pairs[1])
		}
	}
	return text, nil
}

// compare runs under, over, over, under and answers the ratios of the two pairs of neighbours.
func (s *Samples) compare(ctx context.Context, q Comparison, length time.Duration) ([]float64, error) {
	var rates [4]float64
	for i, w := range []*Workload{q.Under, q.Over, q.Over, q.Under} {
		slice, err := s.take(ctx, w, length)
		if err != nil {
			return nil, err
		}
		s.slices[w.Name] = append(s.slices[w.Name], slice)
		rates[i] = slice.Rate(w.Payments)
	}
	return []float64{rates[1] / rates[0], rates[2] / rates[3]}, nil
}

// take measures one slice of a workload.
func (s *Samples) take(ctx context.Context, w *Workload, length time.Duration) (Slice, error) {
	if err := w.ready(ctx); err != nil {
		return Slice{}, err
	}
	if err := s.meter.atRest(ctx); err != nil {
		return Slice{}, err
	}
	before := s.meter.used()
	slice, err := run(ctx, w, length)
	if err == nil {
		s.charge(w, before, s.meter.used())
	}
	return slice, err
}

// charge adds the processor time of a slice to its workload.
func (s *Samples) charge(w *Workload, before, after map[string]time.Duration) {
	if s.cpu[w.Name] == nil {
		s.cpu[w.Name] = map[string]time.Duration{}
	}
	for kind, used := range after {
		s.cpu[w.Name][kind] += used - before[kind]
	}
}
