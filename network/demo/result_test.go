// SPDX-License-Identifier: Apache-2.0

package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/consort-finance/consort/network/audit"
	"github.com/consort-finance/consort/network/demo/story"
)

func chapterOf(outcomes ...error) Chapter {
	return Chapter{Name: "trial", Title: "A trial", Steps: func(context.Context, *story.Stage) ([]story.Step, error) {
		var steps []story.Step
		for _, outcome := range outcomes {
			steps = append(steps, story.Do("something happens", func(context.Context) (string, error) { return "as it should", outcome }))
		}
		return steps, nil
	}}
}

func TestAChapterEndsAtItsFirstFailure(t *testing.T) {
	var shown bytes.Buffer
	result := &Result{}
	result.tell(t.Context(), nil, chapterOf(nil, errors.New("no money"), nil), NewPrinter(&shown))

	require.Len(t, result.Chapters, 1)
	require.Equal(t, 2, result.Chapters[0].Steps)
	require.EqualError(t, result.err(), `chapter trial: step "something happens": no money`)
	require.Contains(t, shown.String(), "ok ")
	require.Contains(t, shown.String(), "failed")
	require.Contains(t, shown.String(), "something happens: no money")
	require.NotContains(t, shown.String(), "\x1b", "no colours outside a terminal")
}

func TestSummary(t *testing.T) {
	holds, fails := audit.Invariant{Name: "holds"}, audit.Invariant{Name: "fails", Broken: []string{"north: 1 cent is missing"}}
	result := &Result{
		Chapters: []Told{{Name: "cash", Steps: 36, Took: 8512 * time.Millisecond}},
		Audit:    &audit.Report{Invariants: []audit.Invariant{holds, fails}},
	}
	failure := result.err()
	require.EqualError(t, failure, "invariant fails is broken at 1 places, the first at north: 1 cent is missing")

	text, err := json.Marshal(Summarise(result, failure, 10*time.Second))
	require.NoError(t, err)
	require.JSONEq(t, `{"ok": false, "chapters": {"cash": {"ok": true, "steps": 36, "seconds": 8.51}},
		"invariants": {"holds": true, "fails": false}, "seconds": 10,
		"error": "invariant fails is broken at 1 places, the first at north: 1 cent is missing"}`, string(text))
}

func TestSummaryOfNothing(t *testing.T) {
	text, err := json.Marshal(Summarise(nil, errors.New("no network"), 0))
	require.NoError(t, err)
	require.JSONEq(t, `{"ok": false, "chapters": {}, "invariants": {}, "seconds": 0, "error": "no network"}`, string(text))
}

func TestUnreadBooksAreAFailure(t *testing.T) {
	result := &Result{auditErr: errors.New("a peer is away")}
	require.EqualError(t, result.err(), "a peer is away")
}

func TestChaptersAreChosenByName(t *testing.T) {
	all, err := choose("")
	require.NoError(t, err)
	names := map[string]bool{}
	for _, chapter := range all {
		require.False(t, names[chapter.Name], "%s is there twice", chapter.Name)
		names[chapter.Name] = true
		one, err := choose(chapter.Name)
		require.NoError(t, err)
		require.Equal(t, chapter.Title, one[0].Title)
	}
	require.ErrorContains(t, Known("poetry"), `no chapter "poetry": there are cash, supplychain`)
}
