// SPDX-License-Identifier: Apache-2.0

package onchain

import (
	"slices"

	"github.com/consort-finance/consort/chaincode/insurance"
	"github.com/consort-finance/consort/chaincode/ledger"
	"github.com/consort-finance/consort/chaincode/protocol"
)

// DataCall answers figures of a period. It reads whole tables, as a query may.
func (c *Contract) DataCall(q *ledger.Query, req insurance.ReportRequest) (*insurance.Report, error) {
	today, err := ledger.BusinessDate(q)
	if err != nil {
		return nil, err
	}
	survey, err := insurance.NewSurvey(req, today)
	if err != nil {
		return nil, protocol.InvalidArgument.New("%v", err)
	}
	next, err := sold(q, survey, req)
	if err != nil {
		return nil, err
	}
	if err := lost(q, survey); err != nil {
		return nil, err
	}
	if req.After == "" {
		if err := passedOn(q, survey); err != nil {
			return nil, err
		}
	}
	return ledger.Answer(survey.Report(next))
}

// whole goes through all pages of a list.
func whole[V any](page func(protocol.PageRequest) (protocol.Page[V], error), each func(V) error) error {
	request := protocol.PageRequest{Size: protocol.PageSizeMax}
	for {
		found, err := page(request)
		if err != nil {
			return err
		}
		for _, row := range found.Items {
			if err := each(row); err != nil {
				return err
			}
		}
		if found.Next == "" {
			return nil
		}
		request.After = found.Next
	}
}

// all goes through all rows of a table.
func all[K ledger.Key, V any](q *ledger.Query, table *ledger.Table[K, V], each func(V) error) error {
	return whole(func(page protocol.PageRequest) (protocol.Page[V], error) { return table.Page(q, nil, page) }, each)
}

// sold surveys the policies of the products that a report is about, whole products until there are enough policies for one
// part, and answers after which product the next one begins.
func sold(q *ledger.Query, survey *insurance.Survey, req insurance.ReportRequest) (insurance.ProductID, error) {
	var products []insurance.ProductID
	err := all(q, versions, func(v insurance.ProductVersion) error {
		survey.Version(v)
		if req.Takes(v) && !slices.Contains(products, v.Product) {
			products = append(products, v.Product)
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	slices.Sort(products)
	for i, product := range products {
		err := whole(func(page protocol.PageRequest) (protocol.Page[insurance.Policy], error) {
			return policies.PageBy(q, "product", product.Key(), page)
		}, survey.Policy)
		if err != nil {
			return "", err
		}
		if survey.Policies() >= insurance.SurveyMost && i+1 < len(products) {
			return product, nil
		}
	}
	return "", nil
}

// lost surveys claims and what indexes paid.
func lost(q *ledger.Query, survey *insurance.Survey) error {
	shared := map[insurance.PanelID]insurance.Panel{}
	err := all(q, claims, func(c insurance.Claim) error {
		panel, err := known(q, shared, panels, c.Panel)
		if err != nil {
			return err
		}
		return survey.Claim(c, panel)
	})
	if err != nil {
		return err
	}
	return all(q, evaluations, func(e insurance.Evaluation) error {
		panel, err := known(q, shared, panels, e.Panel)
		if err != nil {
			return err
		}
		return survey.Evaluation(e, panel)
	})
}

// passedOn surveys what was ceded.
func passedOn(q *ledger.Query, survey *insurance.Survey) error {
	return all(q, programmes, func(p insurance.Programme) error {
		book, there, err := books.Find(q, p.ID)
		if err != nil || !there {
			return err
		}
		return survey.Programme(p, book)
	})
}
