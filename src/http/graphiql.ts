/** The first thing a stranger sees in GraphiQL: something that runs. */
const DEFAULT_QUERY = `# Bidwright: answers for RFPs. Press the play button.
#
# Upload an RFP from a shell:
#   curl http://127.0.0.1:4000/upload/rfp -F clientName="Northwind" -F file=@examples/sample-rfp.pdf
#
# Then follow it live:
#   subscription { workflowEvents(workflowId: "WF-RFP-…") { __typename sequence } }

query Workflows {
  workflows(first: 10) {
    edges {
      node {
        workflowId
        clientName
        state
        progress { label percent questionsAnswered questionsTotal }
        outputFile { filename url }
      }
    }
  }
}
`;

export const graphiqlOptions = {
  title: 'Bidwright',
  defaultQuery: DEFAULT_QUERY,
  subscriptionsProtocol: 'WS' as const,
};
