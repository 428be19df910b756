// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"time"

	gatewayclient "github.com/consort-finance/consort/gateway-client"
	"github.com/consort-finance/consort/test/desk"
)

// measure warms up and goes through all rounds.
func measure(ctx context.Context, desks *desk.Desks, s settings) ([]*Workload, samples, error) {
	alice, err := desks.At(ctx, "northbank", "alice")
	if err != nil {
		return nil, samples{}, err
	}
	all := workloads(alice, "run")
	if err := warmUp(ctx, all, s.slice); err != nil {
		return nil, samples{}, err
	}
	found := samples{meter: newMeter(desks.Network), rounds: s.rounds, cpu: map[string]map[string]time.Duration{}, ratios: map[string][]float64{}, slices: map[string][]Slice{}}
	for n := range s.rounds {
		text, err := found.round(ctx, alice, all, s.slice)
		if err != nil {
			return nil, samples{}, err
		}
		say("round %d of %d: %s", n+1, s.rounds, text)
	}
	return all, found, nil
}

func warmUp(ctx context.Context, all []*Workload, length time.Duration) error {
	for _, w := range all {
		if _, err := run(ctx, w, length); err != nil {
			return err
		}
	}
	return nil
}

// round measures every comparison once, and the control.
func (s *samples) round(ctx context.Context, alice *gatewayclient.Client, all []*Workload, length time.Duration) (text string, err error) {
	for _, q := range append([]comparison{control}, comparisons...) {
		pairs, err := s.compare(ctx, q, find(all, q.over), find(all, q.under), length)
		if err != nil {
			return "", err
		}
		if err := drain(ctx, alice); err != nil {
			return "", err
		}
		s.ratios[q.name] = append(s.ratios[q.name], pairs...)
		text += fmt.Sprintf("%s %.2f %.2f  ", q.name, pairs[0], pairs[1])
	}
	return text, nil
}

// compare runs under, over, over, under and answers the ratios of the two pairs of neighbours.
func (s *samples) compare(ctx context.Context, q comparison, over, under *Workload, length time.Duration) ([]float64, error) {
	var rates [4]float64
	for i, w := range []*Workload{under, over, over, under} {
		before := s.meter.used()
		slice, err := run(ctx, w, length)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", q.name, err)
		}
		s.charge(w, before, s.meter.used())
		s.slices[w.Name] = append(s.slices[w.Name], slice)
		rates[i] = slice.Rate(w.Payments)
	}
	return []float64{rates[1] / rates[0], rates[2] / rates[3]}, nil
}

// charge adds the processor time of a slice to its workload.
func (s *samples) charge(w *Workload, before, after map[string]time.Duration) {
	if s.cpu[w.Name] == nil {
		s.cpu[w.Name] = map[string]time.Duration{}
	}
	for kind, used := range after {
		s.cpu[w.Name][kind] += used - before[kind]
	}
}
