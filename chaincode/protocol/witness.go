// SPDX-License-Identifier: Apache-2.0

package protocol

// Ask asks a query by its name and answers the response.
type Ask func(name string, argument []byte) ([]byte, error)

// Witnessed is a request that says who has to endorse it. A gateway finds endorsers for what is public and for values that go
// to the collection of one member, but not for values that go to the collections of several.
type Witnessed interface {
	Request
	// Endorsers are the MSP identifiers of those whose endorsements suffice. What the request does not know of it asks the
	// ledger. An error tells that nobody is named: the caller has to.
	Endorsers(Ask) ([]string, error)
}

// AnswerTo asks a query, typed.
func AnswerTo[Req Request, Res any](ask Ask, e EvaluateEndpoint[Req, Res], request Req) (*Res, error) {
	argument, _, err := e.Write(request)
	if err != nil {
		return nil, err
	}
	response, err := ask(e.Name(), argument)
	if err != nil {
		return nil, err
	}
	return e.Read(response)
}
